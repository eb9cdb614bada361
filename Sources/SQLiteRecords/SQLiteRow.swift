import CLinux
import Model
import Records

/// The row at which a statement stands. One object serves a whole answer, and none after it.
final class SQLiteRow: Row {
    private let handle: OpaquePointer
    /// False outside the call that the row was lent to.
    var isLent = false

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    func text(_ column: Int) throws -> String {
        try expect(SQLITE_TEXT, column)
        // The text first: asking for it may change what the count tells (sqlite.org/c3ref/column_blob.html).
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func integer(_ column: Int) throws -> Int64 {
        try expect(SQLITE_INTEGER, column)
        return sqlite3_column_int64(handle, Int32(column))
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        try expect(SQLITE_BLOB, column)
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }

    func isNull(_ column: Int) -> Bool {
        isLent && sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    private func expect(_ type: Int32, _ column: Int) throws {
        guard isLent, sqlite3_column_type(handle, Int32(column)) == type else {
            throw Refusal(.failed, "refusal.records.value", ["column": String(column)])
        }
    }
}

import CLinux
import GRDB
import Model
import Records

/// SQLite's result codes as errors of ours: one place decides what is a refusal and what is a fault.
enum SQLiteErrors {
    /// - Parameters:
    ///   - code: an extended result code.
    ///   - message: SQLite's own words.
    static func error(_ code: Int32, _ message: String) -> any Error {
        let cause = EngineFailure(code: Int(code), message: message)
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: return ConstraintFailure(kind: kind(code), message: message)
        case SQLITE_FULL: return Refusal(.full, "refusal.records.full", hint: "hint.records.full", cause: cause)
        case SQLITE_BUSY, SQLITE_LOCKED: return Refusal(.unavailable, "refusal.records.busy", cause: cause)
        // GRDB interrupts what a cancelled task has it do.
        case SQLITE_INTERRUPT: return CancellationError()
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return Refusal(.failed, "refusal.records.damaged", hint: "hint.records.damaged", cause: cause)
        default: return Refusal(.failed, "refusal.records.failed", cause: cause)
        }
    }

    /// What the connection's last call failed with.
    static func last(_ connection: OpaquePointer?) -> any Error {
        let code = sqlite3_extended_errcode(connection)
        return error(code, sqlite3_errmsg(connection).map { String(cString: $0) } ?? "")
    }

    /// GRDB's errors as ours; others as they are.
    static func translated(_ thrown: any Error) -> any Error {
        guard let failure = thrown as? DatabaseError else { return thrown }
        return error(failure.extendedResultCode.rawValue, failure.message ?? "")
    }

    private static func kind(_ code: Int32) -> ConstraintFailure.Kind {
        // Swift does not see SQLite's extended codes, which are macros over macros: 19 | n << 8 (sqlite.org/rescode.html).
        switch code >> 8 {
        case 6, 8, 10: .unique
        case 3: .foreignKey
        case 1, 12: .check
        case 5: .required
        default: .other
        }
    }
}

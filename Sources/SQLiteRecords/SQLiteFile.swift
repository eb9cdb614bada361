import CLinux
import Glibc
import Model
import Records

/// Files of databases: nobody else may read them.
enum SQLiteFile {
    /// Makes an empty file 0600 that SQLite then takes (its -wal and -shm get the same mode); leaves one that is there.
    ///
    /// - Returns: whether it was made now.
    static func make(_ path: String) throws -> Bool {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            return true
        }
        guard errno == EEXIST else { throw failure(path) }
        return false
    }

    /// Whether there is a file.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Makes the file's bytes and its name last.
    static func synchronize(_ path: String) throws {
        try flush(path)
        try synchronizeFolder(of: path)
    }

    /// Makes the file's name last.
    static func synchronizeFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        try flush(folder)
    }

    /// To be called when a database was closed: gives its -wal file a byte when it is empty. GRDB would write to the
    /// database at its next opening, only to fill that file; for SQLite one byte is less than a header, so there is nothing
    /// to read.
    static func keepLog(of path: String) throws {
        let log = path + "-wal"
        var found = stat()
        guard stat(log, &found) == 0, found.st_size == 0 else { return }
        guard truncate(log, 1) == 0 else { throw failure(log) }
    }

    private static func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// What the last system call on a path failed with.
    static func failure(_ path: String) -> Refusal {
        let code = errno
        let cause = EngineFailure(code: Int(code), message: path + ": " + String(cString: strerror(code)))
        if code == ENOSPC || code == EDQUOT {
            return Refusal(.full, "refusal.records.full", hint: "hint.records.full", cause: cause)
        }
        return Refusal(.failed, "refusal.records.file", ["path": path], cause: cause)
    }
}

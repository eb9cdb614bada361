import Actions
import Foundation
import Model

/// What checks work with: the workspace as it lives, two agencies that nobody else uses, and the way to the server.
struct Lab: Sendable {
    let workspace: Workspace
    let a: Synthetic
    let b: Synthetic
    let wire: Wire
    let routes: [LabRoute]
    /// How letters leave.
    var mail: MailSettings
    /// What is done to a mail server's settings before a letter is brought there: nothing, but for a sabotage.
    var way: @Sendable (MailSettings.Server) -> MailSettings.Server = { $0 }
    /// What is known of the backups; nil: there is none.
    var backups: BackupState?
    /// Where the program would connect.
    var egress: [EgressLine]
    /// Who handles data for the operator: the register, but for a sabotage.
    var processors: [Processor]

    /// Somebody without cookies.
    var visitor: Browser { Browser(wire, home: a.home) }

    /// Every agency that can be opened, the two synthetic ones too.
    func agencies() async throws -> [OpenAgency] {
        var all = [a.agency, b.agency]
        for slug in try workspace.slugs { all.append(try await workspace.agency(slug)) }
        return all
    }

    /// Whether other users of the machine may do anything with a file or folder; one that is gone by now is not open.
    static func isOpenToOthers(_ path: String) -> Bool {
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return (mode ?? (FileManager.default.fileExists(atPath: path) ? 0o777 : 0)) & 0o077 != 0
    }

    /// Whether a file begins so; one that is gone by now does not.
    static func begins(_ path: String, _ text: String) throws -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return try file.read(upToCount: text.utf8.count) == Data(text.utf8)
    }

    /// Whether a file is the records of an agency, or their log.
    static func isRecords(_ path: String) -> Bool { path.contains("/records.sqlite") }
}

/// One route of the server, as its table has it.
public struct LabRoute: Sendable, Hashable {
    /// `GET`, `POST`.
    public let method: String
    /// `/AGENCY/staff/clients/CLIENT/`: segments in capitals stand for any.
    public let path: String
    /// `all`, `signed in`, `staff`, or `owner, admin`.
    public let permission: String

    /// - Parameters: as the properties.
    public init(method: String, path: String, permission: String) {
        (self.method, self.path, self.permission) = (method, path, permission)
    }
}

import Actions
import Documents
import Foundation
import Glibc
import Logging
import Model
import SQLiteRecords
import Server
import Site

/// The folder of a workspace: portico.yaml, data/, keys/, public/, content/.
struct WorkspaceFolder: Sendable {
    let path: String

    /// The folder of `--root`, of PORTICO_ROOT, or the nearest that holds portico.yaml, from here upwards.
    /// - Throws: `Refusal(.noWorkspace)`.
    init(_ root: String?) throws {
        if let root = root ?? ProcessInfo.processInfo.environment["PORTICO_ROOT"] {
            let path = URL(filePath: root).standardizedFileURL.path
            guard FileManager.default.fileExists(atPath: path + "/portico.yaml") else {
                throw Refusal(.noWorkspace, "refusal.workspace.none", ["folder": root], hint: "hint.init")
            }
            self.path = path
            return
        }
        var folder = URL(filePath: FileManager.default.currentDirectoryPath).standardizedFileURL
        while !FileManager.default.fileExists(atPath: folder.path + "/portico.yaml") {
            guard folder.path != "/" else {
                throw Refusal(
                    .noWorkspace, "refusal.workspace.none", ["folder": FileManager.default.currentDirectoryPath],
                    hint: "hint.init")
            }
            folder.deleteLastPathComponent()
        }
        path = folder.path
    }

    /// Where the owner of the workspace listens for commands.
    var socket: String { path + "/data/.portico.sock" }

    /// The settings, all layers.
    func settings(flags: [String: String] = [:]) throws -> Settings {
        try Settings(
            file: path + "/portico.yaml", environment: ProcessInfo.processInfo.environment, flags: flags)
    }

    /// Takes the workspace.
    /// - Throws: `Refusal(.locked)` while another process owns it.
    func open(_ settings: Settings, mode: Workspace.Mode, log: Logger) throws -> Workspace {
        var site = try Site.load(workspace: path, version: Portico.version)
        site.upload = UploadLimits(
            fileBytes: settings.number("limits.file_bytes"), files: Int(settings.number("limits.request_files")))
        return try Workspace(
            settings: settings.workspace(path), site: site, engines: .sqlite, world: .real, log: log, mode: mode)
    }
}

extension Settings {
    /// What the workspace is told.
    func workspace(_ root: String) -> WorkspaceSettings {
        var workspace = WorkspaceSettings(root: root)
        workspace.baseURL = text("base_url")
        workspace.limits.file = number("limits.file_bytes")
        workspace.limits.reserveBytes = number("limits.reserve_bytes")
        workspace.upload.bytes = number("limits.request_bytes")
        workspace.upload.files = Int(number("limits.request_files"))
        workspace.upload.parts = workspace.upload.files + 12
        workspace.sessions.staffIdle = number("sessions.staff_idle")
        workspace.sessions.staffAbsolute = number("sessions.staff_absolute")
        workspace.sessions.contactIdle = number("sessions.contact_idle")
        workspace.sessions.contactAbsolute = number("sessions.contact_absolute")
        workspace.mail = mail
        workspace.backups = backups(root)
        workspace.isOperatorAgency = text("operator_is_agency") == "true"
        workspace.securityContact = text("security_contact")
        workspace.pageCacheBytes = Int(number("page_cache_bytes"))
        let threads = Int(number("threads"))
        workspace.threads = threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads
        return workspace
    }

    /// Backups that the server makes; folders are meant from the workspace.
    private func backups(_ root: String) -> BackupSettings {
        func folder(_ name: String) -> String {
            let path = text(name)
            return path.isEmpty || path.hasPrefix("/") ? path : root + "/" + path
        }
        var backups = BackupSettings()
        (backups.to, backups.keysTo) = (folder("backup.to"), folder("backup.keys_to"))
        (backups.every, backups.drillEvery) = (number("backup.every"), number("backup.drill_every"))
        return backups
    }

    /// How letters leave.
    private var mail: MailSettings {
        var mail = MailSettings()
        mail.from = text("mail.from")
        if !text("mail.server").isEmpty {
            mail.server = MailSettings.Server(
                host: text("mail.server"), port: Int(number("mail.port")),
                security: MailSettings.Security(rawValue: text("mail.security")) ?? .starttls, user: text("mail.user"),
                password: text("mail.password"), trusted: text("mail.trusted"))
        }
        return mail
    }

    /// What the server is told.
    var server: ServerSettings {
        var server = ServerSettings()
        server.host = text("host")
        server.port = Int(number("port"))
        server.proxies = list("behind_proxy")
        server.baseURL = text("base_url")
        server.metricsToken = text("metrics_token").isEmpty ? nil : text("metrics_token")
        return server
    }
}

extension Engines {
    /// SQLite for records and keys.
    static var sqlite: Engines {
        Engines(
            records: { try await SQLiteEngine.open(path: $0) },
            keys: { folder, slug, id, isNew in
                try SQLiteKeyStore.open(
                    path: folder + "/" + slug.text + ".sqlite", root: try RootKey.load(folder + "/root.key"), agency: id,
                    creating: isNew)
            },
            root: { try RootKey.load($0 + "/root.key").key })
    }
}

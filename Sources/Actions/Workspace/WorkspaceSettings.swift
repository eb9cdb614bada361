public import Documents

/// What the owner of a workspace is told about it: where it is and how much it takes. Read from flags, environment and
/// portico.yaml by the command line.
public struct WorkspaceSettings: Sendable {
    /// The folder that holds portico.yaml, data/, keys/ and public/.
    public var root: String
    /// Scheme, host and port by which people come; no path, no slash at the end.
    public var baseURL = "http://127.0.0.1:8080"
    /// What one document may be, and how much of the disk stays free.
    public var limits = Limits()
    /// What one upload request may be.
    public var upload = Upload()
    /// How long sessions live.
    public var sessions = Sessions()
    /// How letters leave.
    public var mail = MailSettings()
    /// Backups that the server makes by itself.
    public var backups = BackupSettings()
    /// Whether whoever has the command line belongs to the agencies, and needs no grant to look at what they keep.
    public var isOperatorAgency = false
    /// Where holes are reported: a mail address or an `https:` URL; empty: `security@` and the host of `baseURL`.
    public var securityContact = ""
    /// How many pages are rendered, and passwords checked, side by side.
    public var threads = 2
    /// How many agencies are open at a time; the least used is closed first.
    public var agenciesAtOnce = 64
    /// How much memory pages in demand may take, bytes.
    public var pageCacheBytes = 64 << 20
    /// How long a reader waits for a withdrawn page to be rebuilt, milliseconds.
    public var withdrawnWait: Int64 = 2000
    /// How long the end of the program waits for requests under way, milliseconds.
    public var stopWait: Int64 = 5000

    /// The folder of data, keys, templates and content; the rest as it is without a setting.
    public init(root: String) {
        self.root = root
    }

    /// Limits of one multipart request (ASVS 5.2.1).
    public struct Upload: Sendable, Hashable {
        /// Files with a name.
        public var files = 20
        /// Bytes of the whole body.
        public var bytes: Int64 = 4 << 30
        /// Parts of any kind.
        public var parts = 32
        /// Bytes of one part's headers.
        public var partHeaders = 8 << 10

        /// As it is without a setting.
        public init() {}
    }

    /// Seconds a session may be idle, and live at all (ASVS 7.3.1, 7.3.2).
    public struct Sessions: Sendable, Hashable {
        /// How long one of staff may be idle.
        public var staffIdle: Int64 = 30 * 60
        /// How long one of staff may live.
        public var staffAbsolute: Int64 = 12 * 3600
        /// How long one of a contact may be idle.
        public var contactIdle: Int64 = 60 * 60
        /// How long one of a contact may live.
        public var contactAbsolute: Int64 = 7 * 86_400

        /// As it is without a setting.
        public init() {}
    }

    /// The folder of the agencies: one folder each.
    public var data: String { root + "/data" }
    /// The folder of the keys, never inside `data`.
    public var keys: String { keysElsewhere ?? root + "/keys" }
    /// Another folder for the keys: a restore drill has its own.
    var keysElsewhere: String?
    /// The folder of the rendered pages: one folder an agency.
    public var pages: String { root + "/public" }
    /// The folder of Markdown that wins over ours.
    public var content: String { root + "/content" }

    func folder(of agency: String) -> String { data + "/" + agency }
    func records(of agency: String) -> String { folder(of: agency) + "/records.sqlite" }
    func documents(of agency: String) -> String { folder(of: agency) + "/documents" }
    func pages(of agency: String) -> String { pages + "/" + agency }
}

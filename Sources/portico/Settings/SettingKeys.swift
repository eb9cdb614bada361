/// One setting: its key in portico.yaml, what it is for, its default. `PORTICO_` and the key in capitals name it in the
/// environment; a dot becomes an underscore.
struct SettingKey: Sendable {
    enum Kind: Sendable, Equatable {
        case text
        /// A whole number within bounds.
        case number(ClosedRange<Int64>)
        /// `true` or `false`.
        case flag
        /// Texts separated by commas, or a YAML list.
        case list
        /// Text that is never shown, and may stand in a file that `KEY_FILE` names.
        case secret
    }

    let name: String
    let kind: Kind
    /// As it would be written; empty: none.
    let standard: String
    /// One line for the manual.
    let about: String

    /// The variable of the environment that sets it.
    var variable: String {
        "PORTICO_" + name.uppercased().replacing(".", with: "_")
    }

    static let all: [SettingKey] = [
        SettingKey(
            name: "base_url", kind: .text, standard: "http://127.0.0.1:8080",
            about:
                "The origin by which browsers reach the portal: scheme, host and port, no path. Links, cookies and origin checks come from it."
        ),
        SettingKey(name: "host", kind: .text, standard: "127.0.0.1", about: "The address to listen on."),
        SettingKey(
            name: "port", kind: .number(0...65_535), standard: "8080", about: "The port to listen on; 0 takes any free one."),
        SettingKey(
            name: "behind_proxy", kind: .list, standard: "",
            about: "Addresses of the reverse proxies whose X-Forwarded-* headers count."),
        SettingKey(
            name: "metrics_token", kind: .secret, standard: "",
            about: "The token that opens /metrics; none: /metrics does not exist."),
        SettingKey(
            name: "limits.file_bytes", kind: .number(1...1 << 45), standard: "2147483648",
            about: "The largest document, in bytes."),
        SettingKey(
            name: "limits.request_bytes", kind: .number(1...1 << 45), standard: "4294967296",
            about: "The largest upload of several files, in bytes."),
        SettingKey(
            name: "limits.request_files", kind: .number(1...1000), standard: "20", about: "How many files one upload may bring."),
        SettingKey(
            name: "limits.reserve_bytes", kind: .number(0...Int64.max), standard: "200000000",
            about: "Bytes of the disk that uploads leave free (or 5 % of it, whichever is less)."),
        SettingKey(
            name: "sessions.staff_idle", kind: .number(60...86_400), standard: "1800",
            about: "Seconds after which an idle staff session ends."),
        SettingKey(
            name: "sessions.staff_absolute", kind: .number(60...2_592_000), standard: "43200",
            about: "Seconds after which any staff session ends."),
        SettingKey(
            name: "sessions.contact_idle", kind: .number(60...2_592_000), standard: "3600",
            about: "Seconds after which an idle contact's session ends."),
        SettingKey(
            name: "sessions.contact_absolute", kind: .number(60...31_536_000), standard: "604800",
            about: "Seconds after which any contact's session ends."),
        SettingKey(
            name: "mail.server", kind: .text, standard: "",
            about: "The host of the mail server; none: letters are put as files into data/AGENCY/mail."),
        SettingKey(
            name: "mail.port", kind: .number(1...65_535), standard: "587",
            about: "The port of the mail server: 587 for starttls, 465 for tls."),
        SettingKey(
            name: "mail.security", kind: .text, standard: "starttls",
            about: "How the way to the mail server is closed: starttls, tls, or none for a server on this very machine."),
        SettingKey(
            name: "mail.user", kind: .text, standard: "", about: "The user at the mail server; none: it asks for nobody."),
        SettingKey(name: "mail.password", kind: .secret, standard: "", about: "That user's password."),
        SettingKey(
            name: "mail.from", kind: .text, standard: "",
            about:
                "The address that letters come from, of a domain for which the mail server may send; none: portal@ and the host of base_url."
        ),
        SettingKey(
            name: "mail.trusted", kind: .text, standard: "",
            about: "A file of certificates (PEM) that are trusted at the mail server; none: those of the system."),
        SettingKey(
            name: "prove_every", kind: .number(0...31_536_000), standard: "86400",
            about: "Seconds after which the server checks the promises of the privacy texts again; 0: only `portico prove` does."),
        SettingKey(
            name: "backup.to", kind: .text, standard: "",
            about: "The folder of the repository of backups that the server makes; none: it makes none."),
        SettingKey(
            name: "backup.every", kind: .number(0...31_536_000), standard: "0",
            about: "Seconds between two backups; 0: the server makes none."),
        SettingKey(
            name: "backup.keys_to", kind: .text, standard: "",
            about: "Another folder, for backups of keys, best on another machine; none: keys are not backed up."),
        SettingKey(
            name: "backup.drill_every", kind: .number(0...31_536_000), standard: "604800",
            about: "Seconds between two restore drills from backup.to; 0: none."),
        SettingKey(
            name: "operator_is_agency", kind: .flag, standard: "false",
            about:
                "Whether whoever has the command line belongs to the agency: then commands that show what it keeps need no grant of an owner, and promises about grants are not in use."
        ),
        SettingKey(
            name: "security_contact", kind: .text, standard: "",
            about:
                "Where holes are reported, in /.well-known/security.txt: an e-mail address, or a URI of mailto:, https: or tel:; none: security@ and the host of base_url."
        ),
        SettingKey(
            name: "page_cache_bytes", kind: .number(0...1 << 40), standard: "67108864",
            about: "Bytes of memory for pages in demand; 0: every page is read from the disk."),
        SettingKey(
            name: "threads", kind: .number(0...256), standard: "0",
            about: "Threads that render pages; 0: as many as the machine has cores."),
        SettingKey(
            name: "log_level", kind: .text, standard: "info",
            about: "What the log says: trace, debug, info, notice, warning, error or critical."),
    ]

    static func named(_ name: String) -> SettingKey? {
        all.first { $0.name == name }
    }

    /// The known key with the fewest edits to `name`, when there are at most three.
    static func nearest(to name: String) -> String? {
        all.map { ($0.name, distance($0.name, name)) }.filter { $0.1 <= 3 }.min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's distance.
    static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let change = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j + 1] + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}

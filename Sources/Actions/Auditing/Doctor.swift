import CLinux
import Documents
import Foundation
import Model
import Site

/// What `doctor` found.
public struct Findings: Sendable, Hashable {
    /// One value of this machine or workspace.
    public struct Fact: Sendable, Hashable {
        /// Such as `disk.free`.
        public let name: String
        /// What was found, as text.
        public let value: String
    }

    /// In the order in which they were looked at.
    public var facts: [Fact] = []
    /// What is in the way, or will be.
    public var problems: [Problem] = []

    mutating func note(_ name: String, _ value: String) {
        facts.append(Fact(name: name, value: value))
    }
}

extension Workspace {
    /// Looks at the machine and the workspace: what would trouble them soon, or endangers them now. Changes nothing.
    public func doctor() async -> Findings {
        var findings = Findings()
        findings.note("root", settings.root)
        findings.note("threads", "\(settings.threads)")
        disk(&findings)
        rootKey(&findings)
        for folder in [settings.data, settings.keys, settings.pages] { permissions(folder, &findings) }
        baseURL(&findings)
        mail(&findings)
        egress(&findings)
        timeZones(&findings)
        await sandbox(&findings)
        await agencies(&findings)
        findings.note(await backupState()?.looked(), settings.backups, at: world.now())
        for folder in await ledgersBehind() {
            findings.problems.append(Problem(.backup, folder, "doctor.backup.ledger", ["folder": folder]))
        }
        return findings
    }

    private func disk(_ findings: inout Findings) {
        guard let (free, total) = try? Disk.space(at: settings.root) else {
            return findings.problems.append(
                Problem(.machine, settings.root, "refusal.disk.failed", ["path": settings.root]))
        }
        findings.note("disk.free", "\(free / 1_000_000) MB of \(total / 1_000_000) MB")
        let reserve = min(settings.limits.reserveBytes, Int64(settings.limits.reserveShare * Double(total)))
        if free <= reserve {
            findings.problems.append(
                Problem(
                    .machine, settings.root, "doctor.disk.full",
                    ["free": "\(free / 1_000_000)", "total": "\(total / 1_000_000)"]))
        }
    }

    /// A systemd credential may stand for the file, so its absence is no problem by itself.
    private func rootKey(_ findings: inout Findings) {
        let path = settings.keys + "/root.key"
        guard let status = Disk.status(path) else { return findings.note("root.key", "no file; a systemd credential?") }
        findings.note("root.key", "mode " + String(status.st_mode & 0o777, radix: 8))
        if status.st_mode & 0o377 != 0 {
            findings.problems.append(Problem(.machine, path, "doctor.key.open", ["path": path]))
        }
    }

    /// Others must not read what is kept here.
    private func permissions(_ folder: String, _ findings: inout Findings) {
        guard let status = Disk.status(folder) else { return }
        // The checkout's own public/ is open, the folders in it are not.
        if status.st_mode & 0o077 != 0, folder != settings.pages {
            findings.problems.append(Problem(.machine, folder, "doctor.folder.open", ["path": folder]))
        }
        findings.note(
            (folder.split(separator: "/").last.map(String.init) ?? folder) + "/",
            "mode " + String(status.st_mode & 0o777, radix: 8))
    }

    private func baseURL(_ findings: inout Findings) {
        let url = settings.baseURL
        findings.note("base_url", url)
        let isLocal = ["127.0.0.1", "localhost", "[::1]"].contains { url.hasPrefix("http://\($0)") }
        if !url.hasPrefix("https://"), !isLocal {
            findings.problems.append(Problem(.setting, "base_url", "doctor.base-url.http", ["url": url]))
        }
    }

    /// Who may send for a domain stands in its DNS. Nothing is asked of the network here: it says what must stand there.
    private func mail(_ findings: inout Findings) {
        guard let server = settings.mail.server else {
            return findings.note("mail", "files in data/AGENCY/mail, because mail.server is not set")
        }
        let sender = settings.mail.sender(settings.baseURL)
        let domain = String(sender.drop { $0 != "@" }.dropFirst())
        findings.note("mail", "from \(sender) by \(server.host), port \(server.port), \(server.security.rawValue)")
        // A name without a point, or an address of the network, is nobody's domain.
        guard domain.contains("."), domain.contains(where: \.isLetter) else {
            return findings.problems.append(Problem(.setting, "mail.from", "doctor.mail.domain", ["sender": sender]))
        }
        findings.note("mail.spf", "publish: \(domain). TXT \"v=spf1 a:\(server.host) -all\", with what else sends for it")
        findings.note("mail.dkim", "publish: SELECTOR._domainkey.\(domain). TXT, the key with which \(server.host) signs")
        findings.note("mail.dmarc", "publish: _dmarc.\(domain). TXT \"v=DMARC1; p=quarantine\"")
    }

    /// Where letters go must be declared, with a contract that holds.
    private func egress(_ findings: inout Findings) {
        findings.note("processors", "\(site.processors.count)")
        for line in listEgress() { findings.note("egress", line.host) }
        guard let refusal = mailRefusal else { return }
        findings.problems.append(Problem(.setting, "mail.server", refusal.word, refusal.arguments))
    }

    private func timeZones(_ findings: inout Findings) {
        if TimeZone(identifier: "Europe/Vilnius") == nil {
            findings.problems.append(Problem(.machine, "tzdata", "doctor.time-zones.absent"))
        }
    }

    /// There is one sandbox for untrusted files, or none, and then nothing is made of them.
    private func sandbox(_ findings: inout Findings) async {
        guard let trouble = try? await Blocking.run({ Sandbox().trouble() }) else {
            return findings.note("sandbox", "bubblewrap, seccomp, no network")
        }
        findings.note("sandbox", "none")
        findings.problems.append(Problem(.machine, "bwrap", trouble.word, trouble.arguments))
    }

    private func agencies(_ findings: inout Findings) async {
        guard let all = try? await agencies() else {
            return findings.problems.append(
                Problem(.machine, settings.data, "refusal.disk.failed", ["path": settings.data]))
        }
        for one in all {
            guard let agency = one.agency else {
                let refusal = one.problem ?? Refusal(.unavailable, "refusal.agency.shut", ["agency": one.slug.text])
                findings.problems.append(Problem(.shut, one.slug.text, refusal.word, refusal.arguments))
                continue
            }
            let canIssue = !(agency.legalName.isEmpty || agency.address.isEmpty || agency.country.isEmpty)
            findings.note(
                "agency \(one.slug)", canIssue ? "complete" : "drafts only: legal_name, address or country is missing")
            guard let open = try? await self.agency(one.slug), let last = try? await open.lastBeforeSilence() else { continue }
            findings.problems.append(
                Problem(
                    .machine, one.slug.text, "doctor.clock",
                    ["agency": one.slug.text, "last": Day(last, in: .gmt).text, "now": Day(world.now(), in: .gmt).text]))
        }
    }
}

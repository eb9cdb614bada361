public import Model
import Site

/// Where the program may connect, or would.
public struct EgressLine: Sendable {
    /// `HOST:PORT`, or a host with any port.
    public let host: String
    /// Whose it is; nil: nobody's that is declared, or this very machine.
    public let processor: String?
    /// How its declaration stands; nil: there is none.
    public let standing: Egress.Standing?
    /// The setting that asks for it; nil: none does.
    public let setting: String?
    /// Why a connection would be refused: a word and its arguments; nil: it would not.
    public let refusal: Refusal?

    package init(
        host: String, processor: String?, standing: Egress.Standing? = nil, setting: String?, refusal: Refusal? = nil
    ) {
        (self.host, self.processor, self.standing, self.setting, self.refusal) = (host, processor, standing, setting, refusal)
    }
}

extension WorkspaceSettings {
    func egress(_ processors: [Processor], _ world: World) -> Egress {
        Egress(processors: processors, root: root, world: world)
    }
}

extension OpenAgency {
    var egress: Egress { settings.egress(site.processors, world) }
}

extension Workspace {
    /// Where this workspace may connect.
    public var egress: Egress { settings.egress(site.processors, world) }

    /// Every host that is declared, then what the settings ask for and is not among them.
    public func listEgress() -> [EgressLine] {
        let (egress, server) = (egress, settings.mail.server)
        var lines = site.processors.flatMap { processor in
            processor.hosts.map { host in
                let isAsked = server.map { host.matches($0.host, $0.port) } ?? false
                return EgressLine(
                    host: host.text, processor: processor.name, standing: egress.standing(of: processor),
                    setting: isAsked ? "mail.server" : nil, refusal: isAsked ? mailRefusal : nil)
            }
        }
        if let server, !lines.contains(where: { $0.setting != nil }) {
            lines.append(
                EgressLine(
                    host: "\(server.host):\(server.port)", processor: nil, standing: nil, setting: "mail.server",
                    refusal: mailRefusal))
        }
        return lines
    }

    /// Why the mail server of the settings may not be asked; nil when it may, or there is none.
    public var mailRefusal: Refusal? {
        guard let server = settings.mail.server else { return nil }
        do {
            _ = try egress.permit(server.host, server.port)
            return nil
        } catch {
            return error as? Refusal
        }
    }
}

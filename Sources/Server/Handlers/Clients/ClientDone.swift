/// What was done with a client, as the page that one comes to says it.
enum ClientDone: String {
    case added, changed, erased, archived, restored, contactAdded, contactKnown, contactChanged, contactRemoved, contactErased,
        contactLocked,
        contactLetIn, mailed, agents, held, lifted

    /// The one that an address names.
    init?(_ query: Query) {
        guard let done = query["done"].flatMap(ClientDone.init(rawValue:)) else { return nil }
        self = done
    }

    var query: String { "?done=" + rawValue }

    var word: String {
        switch self {
        case .added: "clients.done.added"
        case .changed: "clients.done.changed"
        case .archived: "clients.done.archived"
        case .restored: "clients.done.restored"
        case .contactAdded: "clients.done.contact-added"
        case .contactKnown: "clients.done.contact-known"
        case .contactChanged: "clients.done.contact-changed"
        case .contactRemoved: "clients.done.contact-removed"
        case .contactLocked: "clients.done.contact-locked"
        case .contactLetIn: "clients.done.contact-let-in"
        case .erased: "clients.done.erased"
        case .contactErased: "clients.done.contact-erased"
        case .held: "clients.done.held"
        case .lifted: "clients.done.lifted"
        case .mailed: "clients.done.mailed"
        case .agents: "clients.done.agents"
        }
    }
}

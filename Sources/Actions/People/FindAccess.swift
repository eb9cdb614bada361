public import Model
import Records
import Synchronization

/// What was found of who may do what with whom, until something changes.
final class AccessCache: Sendable {
    struct Key: Hashable {
        let person: ID<Person>
        let client: Slug
    }
    struct Found: Sendable {
        let client: Client
        let access: Access
    }

    private struct State {
        var found: [Key: Found] = [:]
        var age = 0
    }

    private static let bound = 10_000
    private let state = Mutex(State())

    var age: Int { state.withLock(\.age) }

    subscript(_ key: Key) -> Found? { state.withLock { $0.found[key] } }

    func keep(_ found: Found, for key: Key, ifAge age: Int) {
        state.withLock { state in
            guard state.age == age else { return }
            if state.found.count >= AccessCache.bound { state.found = [:] }
            state.found[key] = found
        }
    }

    func empty() {
        state.withLock { state in
            state.found = [:]
            state.age += 1
        }
    }
}

extension OpenAgency {
    private var accesses: AccessCache {
        parts.part {
            let cache = AccessCache()
            changes.onTell { [weak cache] in cache?.empty() }
            return cache
        }
    }

    /// What `access` would say, when the records need not be asked.
    func accessIfKept(_ session: Session, client slug: Slug) -> (client: Client, access: Access)? {
        accesses[AccessCache.Key(person: session.person.id, client: slug)].map { ($0.client, $0.access) }
    }

    /// What the session's person may do with a client.
    /// - Throws: `Refusal(.notFound)` when that is nothing, or there is no such client: the same answer.
    public func access(_ session: Session, client slug: Slug) async throws -> (client: Client, access: Access) {
        let cache = accesses
        let key = AccessCache.Key(person: session.person.id, client: slug)
        if let found = cache[key] { return (found.client, found.access) }
        let age = cache.age
        let found = try await records.read { connection -> AccessCache.Found? in
            guard let client = try connection.client(slug: slug), let person = try connection.person(session.person.id) else {
                return nil
            }
            return AccessCache.Found(client: client, access: try connection.access(of: person, to: client.id))
        }
        guard let found, found.access != .none else { throw Refusal(.notFound, "refusal.not-found") }
        cache.keep(found, for: key, ifAge: age)
        return (found.client, found.access)
    }

    /// The client, when the session is one of staff who may see it.
    func staffAccess(_ session: Session, client slug: Slug) async throws -> Client {
        let (client, access) = try await access(session, client: slug)
        guard access == .staff else { throw Refusal(.notFound, "refusal.not-found") }
        return client
    }
}

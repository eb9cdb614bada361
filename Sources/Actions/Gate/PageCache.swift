import Model
import Site
import Synchronization

/// The pages in demand of all open agencies, so that one that was just read costs neither a query nor a file.
///
/// What stands here was allowed by its row and has not changed since: whatever changes or withdraws a page forgets it
/// here before that is acknowledged. Two generations within a budget of bytes: when the young one is full it becomes the
/// old one, and what is not asked for again goes with that.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let agency: Slug
        /// Below the agency's folder of public/.
        let path: String
    }

    /// A page as it was served, and beside it as it was coded for the way.
    final class Kept: Sendable {
        let open: OpenPage
        let page: Page
        /// Whose it is; nil: nobody's.
        let client: ID<Client>?
        /// The page itself stands for a coding that makes it no smaller.
        private let coded = Mutex<[PageCoding: OpenPage]>([:])

        init(open: OpenPage, page: Page, client: ID<Client>?) {
            (self.open, self.page, self.client) = (open, page, client)
        }

        /// In the first of these codings, or as it is without any; nil when that was not made yet.
        func open(in codings: [PageCoding]) -> OpenPage? {
            guard let coding = codings.first else { return open }
            return coded.withLock { $0[coding] }
        }

        /// The same, made now when it was not made yet. Takes a millisecond.
        func make(in codings: [PageCoding]) -> OpenPage {
            if let made = open(in: codings) { return made }
            guard let coding = codings.first else { return open }
            let made = coding.coded(open.bytes).map { OpenPage(open, coded: $0, as: coding) } ?? open
            coded.withLock { $0[coding] = made }
            return made
        }
    }

    /// What an agency's pages were when somebody began to read one.
    struct Age: Hashable, Sendable {
        /// Of all its pages: another after some were withdrawn, or the agency was opened anew.
        fileprivate let all: UInt64
        /// Goes up whenever one is written or removed.
        fileprivate var each: UInt64 = 0
    }

    private struct Entry {
        let kept: Kept
        let all: UInt64
    }

    private struct State {
        var ages: [Slug: Age] = [:]
        var next: UInt64 = 0
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
        /// Of the young ones.
        var bytes = 0
    }

    private let state = Mutex(State())
    private let budget: Int

    /// - Parameter budget: bytes of pages to keep.
    init(budget: Int) {
        self.budget = budget
    }

    /// To be asked before a row is read, and given back with what was read.
    func age(of agency: Slug) -> Age {
        state.withLock { PageCache.age(of: agency, &$0) }
    }

    private static func age(of agency: Slug, _ state: inout State) -> Age {
        if let age = state.ages[agency] { return age }
        state.next += 1
        let age = Age(all: state.next)
        state.ages[agency] = age
        return age
    }

    subscript(_ key: Key) -> Kept? {
        state.withLock { state in
            if let entry = state.young[key] { return entry.all == state.ages[key.agency]?.all ? entry.kept : nil }
            guard let entry = state.old.removeValue(forKey: key), entry.all == state.ages[key.agency]?.all else { return nil }
            put(entry, key, &state)
            return entry.kept
        }
    }

    /// Keeps what was read, unless something has changed since or it is too large; tells whether it did.
    @discardableResult
    func keep(_ kept: Kept, for key: Key, ifAge age: Age) -> Bool {
        state.withLock { state in
            guard PageCache.age(of: key.agency, &state) == age else { return false }
            return put(Entry(kept: kept, all: age.all), key, &state)
        }
    }

    /// More than a page's own bytes: its coded forms are half as much at most, and many small ones are to be bounded too.
    private static func size(_ entry: Entry) -> Int { entry.kept.open.bytes.count * 3 / 2 + 512 }

    @discardableResult
    private func put(_ entry: Entry, _ key: Key, _ state: inout State) -> Bool {
        let size = PageCache.size(entry)
        guard size <= budget / 8 else { return false }
        if state.bytes + size > budget / 2 {
            (state.old, state.young, state.bytes) = (state.young, [:], 0)
        }
        state.bytes += size
        if let before = state.young.updateValue(entry, forKey: key) { state.bytes -= PageCache.size(before) }
        return true
    }

    /// A page was written. Whoever asks for it next finds it here, if it was here before: unless some were withdrawn since
    /// `age`, which was asked for before the values that it shows.
    func replace(_ key: Key, by kept: Kept, ifNoneWithdrawnSince age: Age) {
        state.withLock { state in
            let before = state.young[key] ?? state.old[key]
            forget(key, &state)
            guard let before, let all = state.ages[key.agency]?.all, before.all == all, age.all == all else { return }
            put(Entry(kept: kept, all: all), key, &state)
        }
    }

    /// A page was removed, or something went wrong with it.
    func forget(_ key: Key) {
        state.withLock { forget(key, &$0) }
    }

    private func forget(_ key: Key, _ state: inout State) {
        var age = PageCache.age(of: key.agency, &state)
        age.each += 1
        state.ages[key.agency] = age
        if let entry = state.young.removeValue(forKey: key) { state.bytes -= PageCache.size(entry) }
        state.old[key] = nil
    }

    /// Pages of the agency were withdrawn, or it is closed. Its entries go when their generation does.
    func forgetAll(of agency: Slug) {
        state.withLock { $0.ages[agency] = nil }
    }
}

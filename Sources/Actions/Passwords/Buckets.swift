import Model

/// Failures by key, a bounded number of them: when it is full, the key unused for longest goes.
struct Buckets: Sendable {
    private struct Bucket {
        /// How many failures count, whole or in part: one is forgiven each `rule.forgiven` seconds.
        var level: Double
        var changed: Instant
        var closedUntil: Instant
        /// Neighbours in the order of use: keys would be dearer.
        var older: Int?
        var newer: Int?
        var key: String
    }

    private let rule: Throttle.Rule
    private let limit: Int
    private var places: [String: Int] = [:]
    private var buckets: [Bucket] = []
    private var unused: [Int] = []
    private var oldest: Int?
    private var newest: Int?

    init(_ rule: Throttle.Rule, limit: Int) {
        (self.rule, self.limit) = (rule, max(1, limit))
    }

    var count: Int { places.count }

    /// Milliseconds until the next attempt may be made; 0: now.
    func wait(_ key: String, _ now: Instant) -> Int64 {
        guard let place = places[key] else { return 0 }
        return max(0, buckets[place].closedUntil.milliseconds - now.milliseconds)
    }

    mutating func fail(_ key: String, _ now: Instant) {
        let place = place(of: key, now)
        let forgiven = Double(now.milliseconds - buckets[place].changed.milliseconds) / Double(rule.forgiven * 1000)
        let level = max(0, buckets[place].level - max(0, forgiven)) + 1
        (buckets[place].level, buckets[place].changed) = (level, now)
        let beyond = level - Double(rule.free - 1)
        if beyond > 0 {
            var (wait, left) = (rule.wait, beyond)
            while left > 1 && wait < rule.longestWait { (wait, left) = (wait * 2, left - 1) }
            buckets[place].closedUntil = now.adding(seconds: min(wait, rule.longestWait))
        }
        touch(place)
    }

    /// One failure less.
    mutating func forgive(_ key: String) {
        guard let place = places[key] else { return }
        buckets[place].level -= 1
        if buckets[place].level <= Double(rule.free - 1) { buckets[place].closedUntil = Instant(milliseconds: 0) }
        if buckets[place].level <= 0 { forget(key) }
    }

    mutating func forget(_ key: String) {
        guard let place = places.removeValue(forKey: key) else { return }
        unlink(place)
        unused.append(place)
    }

    private mutating func place(of key: String, _ now: Instant) -> Int {
        if let place = places[key] { return place }
        if places.count >= limit, let oldest { forget(buckets[oldest].key) }
        let bucket = Bucket(level: 0, changed: now, closedUntil: Instant(milliseconds: 0), key: key)
        let place = unused.popLast() ?? buckets.count
        if place == buckets.count { buckets.append(bucket) } else { buckets[place] = bucket }
        places[key] = place
        link(place)
        return place
    }

    private mutating func touch(_ place: Int) {
        guard newest != place else { return }
        unlink(place)
        link(place)
    }

    private mutating func link(_ place: Int) {
        (buckets[place].older, buckets[place].newer) = (newest, nil)
        if let newest { buckets[newest].newer = place } else { oldest = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        let (older, newer) = (buckets[place].older, buckets[place].newer)
        if let older { buckets[older].newer = newer } else { oldest = newer }
        if let newer { buckets[newer].older = older } else { newest = older }
    }
}

import Model
import Synchronization
import Testing

@testable import Actions

@Suite struct ThrottleTests {
    final class Clock: Sendable {
        let at = Mutex(Instant(milliseconds: 1_700_000_000_000))
        var now: Instant { at.withLock { $0 } }
        func pass(_ seconds: Int64) { at.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    static let agency = Slug.of("acme")
    let ona = ID<Person>("01900000-0000-7000-8000-000000000001")
    let phone = [UInt8](repeating: 7, count: 32)
    let clock = Clock()

    func attempt(_ person: ID<Person>?, device: [UInt8]? = nil, from address: String) -> Throttle.Attempt {
        .init(agency: Self.agency, person: person, email: "ona@acme.lt", device: device, address: address)
    }

    func passes(_ throttle: Throttle, _ attempt: Throttle.Attempt) -> Bool {
        do {
            try throttle.begin(attempt)
            return true
        } catch { return false }
    }

    @Test func `a day of guessing from everywhere gets fewer than 100 tries, while the known device signs in always`() {
        let throttle = Throttle(now: { [clock] in clock.now })
        var tries = 0
        for second in stride(from: 0, to: 86_400, by: 15) {
            // Each from another address.
            if passes(throttle, attempt(ona, from: "10.\(second % 250).\(second / 250 % 250).1")) { tries += 1 }
            if second.isMultiple(of: 3600) {
                let own = attempt(ona, device: phone, from: "192.0.2.1")
                #expect(passes(throttle, own))
                throttle.succeeded(own)
            }
            clock.pass(15)
        }
        #expect(tries >= 10 && tries <= 100)
    }

    @Test func `ten failures are free, the eleventh waits, and ever longer`() throws {
        let throttle = Throttle(now: { [clock] in clock.now })
        for _ in 0..<10 { #expect(passes(throttle, attempt(ona, from: "192.0.2.1"))) }
        #expect(!passes(throttle, attempt(ona, from: "192.0.2.1")))
        var waits: [Int64] = []
        for _ in 0..<5 {
            var waited: Int64 = 0
            while !passes(throttle, attempt(ona, from: "192.0.2.1")) {
                clock.pass(1)
                waited += 1
            }
            waits.append(waited)
        }
        #expect(waits.first == 30)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `the refusal says how many seconds`() {
        let throttle = Throttle(now: { [clock] in clock.now })
        for _ in 0..<10 { _ = passes(throttle, attempt(ona, from: "192.0.2.1")) }
        let refusal = #expect(throws: Refusal.self) { try throttle.begin(attempt(ona, from: "192.0.2.1")) }
        #expect(refusal?.kind == .tooMany && refusal?.arguments == ["seconds": "30"])
    }

    @Test func `an e-mail that nobody has is slowed down just the same`() {
        let throttle = Throttle(now: { [clock] in clock.now })
        for index in 0..<10 { #expect(passes(throttle, attempt(nil, from: "10.0.0.\(index)"))) }
        #expect(!passes(throttle, attempt(nil, from: "10.0.1.1")))
    }

    @Test func `a device that fails too often waits by itself`() {
        let throttle = Throttle(now: { [clock] in clock.now })
        let other = [UInt8](repeating: 8, count: 32)
        for _ in 0..<10 { #expect(passes(throttle, attempt(ona, device: phone, from: "192.0.2.1"))) }
        #expect(!passes(throttle, attempt(ona, device: phone, from: "192.0.2.1")))
        #expect(passes(throttle, attempt(ona, device: other, from: "192.0.2.1")))
        #expect(passes(throttle, attempt(ona, from: "192.0.2.2")))
    }

    @Test func `one address is one address, however many an IPv6 network has, and however many accounts it tries`() {
        let throttle = Throttle(now: { [clock] in clock.now })
        var tries = 0
        for index in 0..<100 {
            let person = ID<Person>("person \(index)")
            if passes(throttle, attempt(person, from: "2001:db8:1:2::\(String(index + 1, radix: 16))")) { tries += 1 }
        }
        #expect(tries == 30)
        #expect(passes(throttle, attempt(ona, from: "2001:db8:1:3::1")))
        #expect(AddressBlock.of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64")
        #expect(AddressBlock.of("::ffff:192.0.2.7") == "192.0.2.7")
        #expect(AddressBlock.of("fe80::1%eth0") == "fe80:0:0:0::/64")
        #expect(AddressBlock.of("nonsense:") == "nonsense:")
    }

    @Test func `attempts at the same time do not slip through together, and right ones are not counted`() async {
        let throttle = Throttle(now: { [clock] in clock.now })
        let passed = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<50 { group.addTask { passes(throttle, attempt(ona, from: "10.0.0.\(index)")) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 10)
        let petras = ID<Person>("01900000-0000-7000-8000-000000000002")
        for _ in 0..<100 {
            let right = attempt(petras, from: "198.51.100.1")
            #expect(passes(throttle, right))
            throttle.succeeded(right)
        }
    }

    @Test func `a clock set back neither frees nor locks`() {
        let throttle = Throttle(now: { [clock] in clock.now })
        for _ in 0..<10 { _ = passes(throttle, attempt(ona, from: "192.0.2.1")) }
        clock.pass(-86_400 * 365)
        #expect(!passes(throttle, attempt(ona, from: "192.0.2.1")))
        clock.pass(86_400 * 365 + 31)
        #expect(passes(throttle, attempt(ona, from: "192.0.2.1")))
    }

    @Test func `memory is bounded: what was unused for longest is forgotten first`() {
        var buckets = Buckets(.account, limit: 3)
        for key in ["a", "b", "c", "a", "d"] { buckets.fail(key, clock.now) }
        #expect(buckets.count == 3)
        for _ in 0..<9 { buckets.fail("a", clock.now) }
        #expect(buckets.wait("a", clock.now) > 0)
        for index in 0..<1000 { buckets.fail("x\(index)", clock.now) }
        #expect(buckets.count == 3 && buckets.wait("a", clock.now) == 0)
    }
}

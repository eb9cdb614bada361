import Actions
import Foundation
import Synchronization
import Testing

@testable import Proof

@Suite("looking for a text in files")
struct HuntTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "hunt-" + UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Writes a file with the needle at some place in it.
    private func write(_ name: String, _ bytes: Int, needleAt place: Int?) throws {
        var data = Data(repeating: UInt8(ascii: "."), count: bytes)
        if let place { data.replaceSubrange(place..<place + 6, with: Data("needle".utf8)) }
        try data.write(to: folder.appending(path: name))
    }

    @Test("it is found at either end, and where one piece that is read meets the next")
    func found() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let piece = FilePiece.size
        let places = [0, 1, piece - 6, piece - 5, piece - 3, piece - 1, piece, 2 * piece - 1, 3 * piece - 6]
        for place in places { try write("at-\(place)", 3 * piece, needleAt: place) }
        try write("none", 3 * piece, needleAt: nil)
        try write("empty", 0, needleAt: nil)
        let found = try await Lab.places(of: "needle", below: [folder.path])
        #expect(Set(found.paths) == Set(places.map { folder.path + "/at-\($0)" }))
        #expect(found.searched == places.count + 2)
    }

    @Test("a file that is cut off meanwhile, as the log of the records is, ends nothing")
    func cutOff() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("log", 32 << 20, needleAt: nil)
        let path = folder.path + "/log"
        let hasEnded = Atomic(false)
        let cutting = Thread {
            while !hasEnded.load(ordering: .relaxed) {
                truncate(path, 0)
                truncate(path, 32 << 20)
            }
        }
        cutting.start()
        defer { hasEnded.store(true, ordering: .relaxed) }
        for _ in 0..<200 { #expect(try await Lab.hunt("needle", below: [folder.path]).hits == 0) }
    }
}

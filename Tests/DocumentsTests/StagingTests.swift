import Crypto
import Foundation
import Model
import Testing

@testable import Documents

extension Room {
    fileprivate func piece(
        _ bytes: [UInt8], of upload: ID<ResumableUpload>, after last: ResumablePiece? = nil, checksum: Checksum? = nil
    ) throws -> ResumablePiece? {
        let incoming = try store.receivePiece(
            of: upload, client: client, start: last?.end ?? 0, place: last?.nextPlace ?? 0, name: "a.pdf", checksum: checksum)
        try incoming.write(bytes)
        return try incoming.finish()
    }

    fileprivate func staged(_ upload: ID<ResumableUpload>) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path + "/.uploads/" + upload.text)))
    }
}

@Suite struct StagingTests {
    private let upload: ID<ResumableUpload> = World.real.id()

    @Test func `pieces are sealed each by itself, and are read back`() throws {
        let room = try Room()
        let bytes = pdf(300_000)
        let first = try #require(try room.piece(Array(bytes[..<100_000]), of: upload))
        let second = try #require(try room.piece(Array(bytes[100_000...]), of: upload, after: first))
        #expect(first.wrappedKey != second.wrappedKey && second.start == 100_000 && second.end == 300_000)
        for (piece, range) in [(first, 0..<100_000), (second, 100_000..<300_000)] {
            let opened = try room.store.openPiece(piece, of: upload, client: room.client)
            #expect(try opened.read(0..<piece.size) == Array(bytes[range]))
        }
        let sealed = try room.staged(upload)
        #expect(Int64(sealed.count) == second.nextPlace)
        #expect(!Data(sealed).contains(Data("%PDF".utf8)) && !Data(sealed).contains(Data("%%EOF".utf8)))
        let mode = try FileManager.default.attributesOfItem(atPath: room.path + "/.uploads/" + upload.text)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        // They are nobody's documents, and no sweep of documents touches them.
        #expect(try room.store.list().isEmpty)
        let swept = try room.store.sweep(known: { _, _ in false }, olderThan: Instant(milliseconds: .max / 2))
        #expect(swept == SweepResult())
        #expect(try room.store.uploadsWithPieces() == [upload])
        try room.store.removePieces(of: upload)
        try room.store.removePieces(of: upload)
        #expect(try room.store.uploadsWithPieces().isEmpty)
    }

    @Test func `a piece opens in its own place only`() throws {
        let room = try Room()
        let first = try #require(try room.piece(pdf(50_000), of: upload))
        let second = try #require(try room.piece(pdf(50_000), of: upload, after: first))
        var moved = second
        (moved.start, moved.place) = (first.start, first.place)
        #expect(refusal { _ = try room.store.openPiece(moved, of: upload, client: room.client) }?.kind == .failed)
        var elsewhere = first
        elsewhere.start = 1
        #expect(refusal { _ = try room.store.openPiece(elsewhere, of: upload, client: room.client) }?.kind == .failed)
        #expect(refusal { _ = try room.store.openPiece(first, of: World.real.id(), client: room.client) } != nil)
        #expect(refusal { _ = try room.store.openPiece(first, of: upload, client: World.real.id()) }?.kind == .wrongKey)
    }

    @Test func `what a crash left behind the last piece is written over, under another key and salt`() throws {
        let room = try Room()
        let first = try #require(try room.piece(pdf(50_000), of: upload))
        let lost = try #require(try room.piece(pdf(90_000), of: upload, after: first))
        let before = try room.staged(upload)
        let again = try #require(try room.piece(pdf(70_000), of: upload, after: first))
        let after = try room.staged(upload)
        #expect(again.wrappedKey != lost.wrappedKey && again.place == lost.place)
        #expect(Int64(after.count) == again.nextPlace)
        #expect(before[..<Int(first.nextPlace)] == after[..<Int(first.nextPlace)])
        let salt = Int(first.nextPlace) + 8
        #expect(before[salt..<(salt + 24)] != after[salt..<(salt + 24)])
        #expect(try room.store.openPiece(again, of: upload, client: room.client).read(0..<70_000) == pdf(70_000))
    }

    @Test func `bytes that are not those of the checksum leave nothing`() throws {
        let room = try Room()
        let bytes = pdf(70_000)
        let right = [
            Checksum(.sha1, Array(Insecure.SHA1.hash(data: bytes))), Checksum(.sha256, Array(SHA256.hash(data: bytes))),
        ]
        for checksum in right {
            let wrong = Checksum(checksum.algorithm, checksum.digest.reversed())
            #expect(try room.piece(bytes, of: upload, checksum: wrong) == nil)
            #expect(try room.staged(upload).isEmpty)
            #expect(try room.piece(bytes, of: upload, checksum: checksum) != nil)
        }
    }

    @Test func `what is no type that is taken is refused at its beginning`() throws {
        let room = try Room()
        let incoming = try room.store.receivePiece(
            of: upload, client: room.client, start: 0, place: 0, name: "a.pdf", checksum: nil)
        let page = Array("<html>".utf8) + pattern(70_000)
        #expect(refusal { try incoming.write(page) }?.kind == .unsupportedType)
        #expect(try room.staged(upload).isEmpty)
    }
}

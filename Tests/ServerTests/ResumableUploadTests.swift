import Crypto
import Foundation
import Model
import Testing

@testable import Server

private let tus = ["Tus-Resumable": "1.0.0"]
private let chunk = ["Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"]
private let base = "/acme/clients/a/cases/lease/uploads"

extension Fixture {
    /// Begins an upload and gives its path.
    fileprivate func begin(_ who: Who, _ length: Int, _ metadata: String = "", to path: String = base) async throws -> String {
        var fields = tus.merging(["Upload-Length": String(length)]) { $1 }
        if !metadata.isEmpty { fields["Upload-Metadata"] = metadata }
        let answer = try await ask(who, "POST", path, fields)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer["location"])
    }

    fileprivate func send(
        _ who: Who, _ path: String, at offset: Int, _ bytes: [UInt8], _ more: [String: String] = [:]
    ) async throws -> Answer {
        try await ask(
            who, "PATCH", path, chunk.merging(["Upload-Offset": String(offset)]) { $1 }.merging(more) { $1 }, body: bytes)
    }

    fileprivate func offset(_ who: Who, _ path: String) async throws -> String? {
        try await ask(who, "HEAD", path, tus)["upload-offset"]
    }
}

private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

/// One request to an upload of 20 bytes of which 10 are there, and its answer.
private struct Row: Sendable {
    let method: String
    let fields: [String: String]
    var body = ""
    let status: Int
    /// Fields of the answer; an empty value is one that must not be there.
    var answer: [String: String] = [:]
    /// Bytes that are durable afterwards; nil: the upload is gone.
    var offset: String? = "10"
}

private let sum = Data(Insecure.SHA1.hash(data: Array("9876543210".utf8))).base64EncodedString()

private let rows: [Row] = [
    Row(
        method: "HEAD", fields: tus, status: 200,
        answer: [
            "upload-offset": "10", "upload-length": "20", "cache-control": "no-store", "tus-resumable": "1.0.0",
            "upload-metadata": "filename " + base64("letter.txt"), "content-location": "",
        ]),
    Row(method: "HEAD", fields: [:], status: 412, answer: ["tus-version": "1.0.0", "upload-offset": ""]),
    Row(method: "HEAD", fields: ["Tus-Resumable": "0.2.2"], status: 412, answer: ["tus-version": "1.0.0"]),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10"]) { $1 }, body: "abc", status: 204,
        answer: ["upload-offset": "13", "tus-resumable": "1.0.0", "content-location": ""], offset: "13"),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10"]) { $1 }, body: "9876543210", status: 204,
        answer: ["upload-offset": "20", "upload-expires": ""], offset: "20"),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10", "Upload-Checksum": "sha1 " + sum]) { $1 },
        body: "9876543210", status: 204, answer: ["upload-offset": "20"], offset: "20"),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10", "Upload-Checksum": "sha1 " + sum]) { $1 },
        body: "9876543211", status: 460, answer: ["tus-resumable": "1.0.0"]),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10", "Upload-Checksum": "md5 " + sum]) { $1 }, body: "98",
        status: 400),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10", "Upload-Checksum": "sha1 x"]) { $1 }, body: "98",
        status: 400),
    Row(method: "PATCH", fields: chunk.merging(["Upload-Offset": "10"]) { $1 }, status: 204, answer: ["upload-offset": "10"]),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "9"]) { $1 }, body: "abc", status: 409,
        answer: ["upload-offset": "10", "tus-resumable": "1.0.0"]),
    Row(method: "PATCH", fields: chunk.merging(["Upload-Offset": "11"]) { $1 }, body: "abc", status: 409),
    Row(method: "PATCH", fields: chunk, body: "abc", status: 400),
    Row(method: "PATCH", fields: chunk.merging(["Upload-Offset": "-1"]) { $1 }, body: "abc", status: 400),
    Row(method: "PATCH", fields: chunk.merging(["Upload-Offset": "99999999999999999999"]) { $1 }, body: "abc", status: 400),
    Row(method: "PATCH", fields: chunk.merging(["Upload-Offset": "10"]) { $1 }, body: "0123456789+", status: 413),
    Row(method: "PATCH", fields: tus.merging(["Upload-Offset": "10"]) { $1 }, body: "abc", status: 415),
    Row(
        method: "PATCH",
        fields: tus.merging(["Upload-Offset": "10", "Content-Type": "application/octet-stream"]) { $1 }, body: "abc", status: 415),
    Row(
        method: "PATCH", fields: ["Content-Type": "application/offset+octet-stream", "Upload-Offset": "10"], body: "abc",
        status: 412),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10", "Sec-Fetch-Site": "cross-site"]) { $1 }, body: "abc",
        status: 403),
    Row(
        method: "PATCH", fields: chunk.merging(["Upload-Offset": "10", "Sec-Fetch-Site": ""]) { $1 }, body: "abc", status: 403),
    Row(
        method: "POST", fields: chunk.merging(["Upload-Offset": "10", "X-HTTP-Method-Override": "PATCH"]) { $1 }, body: "abc",
        status: 405),
    Row(method: "DELETE", fields: ["Sec-Fetch-Site": "cross-site", "Tus-Resumable": "1.0.0"], status: 403),
    Row(method: "DELETE", fields: [:], status: 412),
    Row(method: "DELETE", fields: tus, status: 204, answer: ["tus-resumable": "1.0.0"], offset: nil),
]

/// A request that begins nothing, and its status.
private let refused: [(fields: [String: String], status: Int)] = [
    ([:], 412), (tus, 400), (tus.merging(["Upload-Length": "x"]) { $1 }, 400),
    (tus.merging(["Upload-Length": "-1"]) { $1 }, 400), (tus.merging(["Upload-Length": "0"]) { $1 }, 415),
    (tus.merging(["Upload-Length": "2147483649"]) { $1 }, 413), (tus.merging(["Upload-Defer-Length": "1"]) { $1 }, 400),
    (tus.merging(["Upload-Length": "1", "Upload-Concat": "partial"]) { $1 }, 400),
    (tus.merging(["Upload-Length": "1", "Upload-Metadata": "filename *"]) { $1 }, 400),
    (tus.merging(["Upload-Length": "1", "Upload-Metadata": "a,a"]) { $1 }, 400),
    (tus.merging(["Upload-Length": "1", "Upload-Metadata": "visibility " + base64("client")]) { $1 }, 400),
    (tus.merging(["Upload-Length": "1", "Upload-Metadata": "batch " + base64(String(repeating: "b", count: 65))]) { $1 }, 400),
    (tus.merging(["Upload-Length": "1", "Sec-Fetch-Site": "same-site"]) { $1 }, 403),
]

@Suite struct `An upload that can be resumed` {
    @Test func `is spoken of by OPTIONS, to whoever may upload`() async throws {
        let fixture = try await Fixture.shared.value
        let answer = try await fixture.ask(.anna, "OPTIONS", base)
        #expect(answer.status == 204 && answer["tus-version"] == "1.0.0" && answer["tus-max-size"] == "2147483648")
        #expect(answer["tus-extension"] == "creation,creation-with-upload,expiration,checksum,termination")
        #expect(answer["tus-checksum-algorithm"] == "sha1,sha256" && answer["tus-resumable"] == "1.0.0")
        #expect(answer["access-control-allow-origin"] == nil)
    }

    @Test func `is everybody's own`() async throws {
        let fixture = try await Fixture()
        let may: [Who] = [.anna, .agent, .admin, .owner]
        for who in Who.allCases {
            let path = may.contains(who) ? try await fixture.begin(who, 20) : base + "/x"
            #expect(
                try await fixture.send(who, path, at: 0, Array("0123456789".utf8)).status
                    == (may.contains(who) ? 204 : who.outside))
            for other in Who.allCases where other != who || !may.contains(who) {
                let nothing = try await fixture.ask(other, "HEAD", base + "/00000000-0000-7000-8000-000000000000", tus)
                #expect(nothing.status == other.outside)
                let found = try await fixture.ask(other, "HEAD", path, tus)
                if other.outside == 404 { #expect(found == nothing, "\(other) asks for \(who)'s") }
                #expect(found.status == other.outside)
                #expect(try await fixture.send(other, path, at: 10, Array("x".utf8)).status == other.outside)
                #expect(try await fixture.ask(other, "DELETE", path, tus).status == other.outside)
            }
            if may.contains(who) { #expect(try await fixture.offset(who, path) == "10", "\(who)") }
            let isOfBoth = who == .admin || who == .owner
            for (client, status) in [
                ("a", may.contains(who) ? 201 : who.outside), ("ab", who == .abby || isOfBoth ? 201 : who.outside),
            ] {
                let path = "/acme/clients/\(client)/cases/lease/uploads"
                let fields = tus.merging(["Upload-Length": "9"]) { $1 }
                #expect(try await fixture.ask(who, "POST", path, fields).status == status, "\(who) \(client)")
                let options = try await fixture.ask(who, "OPTIONS", path).status
                #expect(options == (status == 201 ? 204 : status), "\(who) \(client)")
            }
            #expect(
                try await fixture.ask(
                    who, "POST", "/acme/clients/a/cases/none/uploads", tus.merging(["Upload-Length": "9"]) { $1 }
                )
                .status == who.outside)
        }
        // A visitor's program is told so.
        let json = ["Accept": "application/json"].merging(tus) { $1 }
        #expect(try await fixture.ask(.visitor, "HEAD", base + "/x", json).status == 401)
        await fixture.stop()
    }

    @Test func `answers as the protocol says`() async throws {
        let fixture = try await Fixture()
        for row in rows {
            let path = try await fixture.begin(.anna, 20, "filename " + base64("letter.txt"))
            // Other bytes each time, or they would have been received already.
            let mark = String(UUID().uuidString.prefix(10))
            #expect(try await fixture.send(.anna, path, at: 0, Array(mark.utf8)).status == 204)
            let answer = try await fixture.ask(.anna, row.method, path, row.fields, body: Array(row.body.utf8))
            let said = "\(row.method) \(row.fields) \(row.body)"
            #expect(answer.status == row.status, "\(said): \(answer.text)")
            for (name, value) in row.answer { #expect(answer[name] ?? "" == value, "\(said): \(name)") }
            #expect(try await fixture.offset(.anna, path) == row.offset, "\(said)")
        }
        for (fields, status) in refused {
            #expect(try await fixture.ask(.anna, "POST", base, fields).status == status, "\(fields)")
        }
        await fixture.stop()
    }

    @Test func `says what is wrong as a problem, and ends on the receipt`() async throws {
        let fixture = try await Fixture()
        let json = ["Accept": "application/json"]
        let path = try await fixture.begin(.anna, 70_000, "filename " + base64("offer.pdf"))
        let page = Array("<html><body>".utf8) + [UInt8](repeating: 32, count: 69_988)
        let answer = try await fixture.send(.anna, path, at: 0, page, json)
        #expect(answer.status == 415 && answer["content-type"] == "application/problem+json")
        #expect(answer.text.contains("offer.pdf"))
        #expect(try await fixture.ask(.anna, "HEAD", path, tus).status == 404)
        let large = try await fixture.ask(
            .anna, "POST", base, tus.merging(["Upload-Length": "3000000000"]) { $1 }.merging(json) { $1 })
        #expect(large.status == 413 && large.text.contains("2 GiB"))
        await fixture.stop()
    }

    @Test func `is the document, the receipt and the page of an ordinary upload`() async throws {
        let fixture = try await Fixture()
        let bytes = Array("The first half, and the second one.\n".utf8)
        let batch = "filename \(base64("Skenuota – ąčę.txt")),batch \(base64("b1"))"
        let path = try await fixture.begin(.anna, bytes.count, batch)
        #expect(try await fixture.send(.anna, path, at: 0, Array(bytes[..<10])).status == 204)
        let answer = try await fixture.send(.anna, path, at: 10, Array(bytes[10...]))
        let receipt = try #require(answer["content-location"])
        #expect(answer.status == 204 && receipt.hasPrefix("/acme/clients/a/receipts/"))
        #expect(try await fixture.ask(.anna, "HEAD", path, tus)["content-location"] == receipt)
        let page = try await fixture.ask(.anna, "GET", receipt).text
        #expect(page.contains("Skenuota – ąčę.txt") && page.contains(Hex.text(Array(SHA256.hash(data: bytes)))))
        let list = try await fixture.ask(.anna, "GET", "/acme/clients/a/documents/").text
        let id = try #require(list.firstMatch(of: /documents\/([0-9a-f-]{36})"/)?.1)
        let served = try await fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(id)")
        #expect(served.body == bytes)
        #expect(try await fixture.ask(.anna, "DELETE", path, tus).status == 409)
        // One more file of the batch, whole in the request that begins it.
        let more = Array("One more.\n".utf8)
        let whole = try await fixture.ask(
            .anna, "POST", base,
            chunk.merging([
                "Upload-Length": String(more.count), "Upload-Metadata": "filename \(base64("b.txt")),batch \(base64("b1"))",
            ]) { $1 }, body: more)
        #expect(whole.status == 201 && whole["upload-offset"] == String(more.count))
        #expect(whole["content-location"] == receipt)
        #expect(try await fixture.ask(.anna, "GET", receipt).text.contains("b.txt"))
        await fixture.stop()
    }

    @Test func `keeps what came before the connection broke, and lets the next one go on`() async throws {
        let fixture = try await Fixture()
        let bytes = Array(String(repeating: "A long line of a long letter.\n", count: 40_000).utf8)
        let path = try await fixture.begin(.anna, bytes.count, "filename " + base64("long.txt"))
        let client = try RawClient(port: fixture.port)
        let token = try #require(fixture.tokens[.anna])
        await client.send(
            "PATCH \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(fixture.port)\r\nSec-Fetch-Site: same-origin\r\nTus-Resumable: 1.0.0\r\n"
                + "Cookie: __Host-s-acme=\(token)\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n"
                + "Content-Length: \(bytes.count)\r\n\r\n")
        await client.send(Array(bytes[..<700_000]))
        // While it is at it, nobody else may write, and nothing is said to be durable that is not.
        var other = try await fixture.send(.anna, path, at: 0, [])
        for _ in 0..<500 where other.status == 204 { other = try await fixture.send(.anna, path, at: 0, []) }
        #expect(other.status == 423 && other["retry-after"] == "1" && other["tus-resumable"] == "1.0.0")
        #expect(try await fixture.offset(.anna, path) == "0")
        client.finish()
        _ = await client.receiveAll(seconds: 5)
        var offset = 0
        for _ in 0..<500 where offset == 0 {
            offset = try await fixture.offset(.anna, path).flatMap { Int($0) } ?? 0
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(offset == 700_000)
        var last = try await fixture.send(.anna, path, at: offset, Array(bytes[offset...]))
        for _ in 0..<200 where last.status == 423 {
            last = try await fixture.send(.anna, path, at: offset, Array(bytes[offset...]))
        }
        #expect(last.status == 204 && last["upload-offset"] == String(bytes.count))
        await fixture.stop()
    }
}

extension Who {
    /// What whoever may not be here gets.
    fileprivate var outside: Int { self == .visitor || self == .stranger ? 303 : 404 }
}

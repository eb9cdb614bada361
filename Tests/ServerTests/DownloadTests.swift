import Actions
import Documents
import Foundation
import Model
import Testing

@testable import Server

@Suite struct `A document` {
    @Test func `comes whole, in parts, or not at all`() async throws {
        let fixture = try await Fixture.shared.value
        let path = "/acme/clients/a/documents/\(fixture.published.id)"
        let text = "Everything is agreed.\n"
        let size = text.utf8.count
        let whole = try await fixture.ask(.anna, "GET", path)
        #expect(whole.status == 200 && whole.text == text && whole["accept-ranges"] == "bytes")
        #expect(whole["cache-control"] == "private, no-store" && whole["content-type"] == "text/plain")
        #expect(
            whole["content-disposition"] == "attachment; filename=\"Lease, signed.txt\"; filename*=UTF-8''Lease%2C%20signed.txt")
        let etag = try #require(whole["etag"])
        #expect(etag.hasPrefix("\"") && etag.hasSuffix("\""))
        let cases: [(range: String, status: Int, body: String, content: String?)] = [
            ("bytes=0-9", 206, "Everything", "bytes 0-9/\(size)"),
            ("bytes=-8", 206, "agreed.\n", "bytes \(size - 8)-\(size - 1)/\(size)"),
            ("bytes=14-", 206, "agreed.\n", "bytes 14-\(size - 1)/\(size)"),
            ("bytes=0-9999", 206, text, "bytes 0-\(size - 1)/\(size)"),
            ("bytes=0-0,2-3", 200, text, nil), ("bytes=x", 200, text, nil), ("bytes=9-1", 200, text, nil),
            ("seconds=1-2", 200, text, nil),
        ]
        for one in cases {
            let answer = try await fixture.ask(.anna, "GET", path, ["Range": one.range])
            #expect(
                answer.status == one.status && answer.text == one.body && answer["content-range"] == one.content, "\(one.range)")
            let same = try await fixture.ask(.anna, "GET", path, ["Range": one.range, "If-Range": etag])
            #expect(same.status == one.status, "\(one.range)")
            let other = try await fixture.ask(.anna, "GET", path, ["Range": one.range, "If-Range": "\"other\""])
            #expect(other.status == 200 && other.text == text, "\(one.range)")
        }
        for range in ["bytes=\(size)-", "bytes=-0", "bytes=99999999999999999999-"] {
            let answer = try await fixture.ask(.anna, "GET", path, ["Range": range])
            #expect(answer.status == 416 && answer["content-range"] == "bytes */\(size)", "\(range)")
        }
        #expect(try await fixture.ask(.anna, "GET", path, ["If-None-Match": "\"x\", \(etag)"]).status == 304)
        #expect(try await fixture.ask(.anna, "HEAD", path, ["Range": "bytes=0-1"]).status == 200)
    }

    private let path = "/acme/clients/a/cases/lease/documents"

    @Test func `that a contact sends is kept, and its receipt shown`() async throws {
        let fixture = try await Fixture()
        let answer = try await fixture.upload(
            .anna, path, [("letter.txt", Array("Dear agency,\n".utf8)), ("evil.svg", Array("<svg onload='x'/>".utf8)), ("", [])])
        #expect(answer.status == 201, "\(answer.text)")
        struct Kept: Decodable {
            struct File: Decodable {
                var id: String?
                var name: String
                var size: Int64?
                var sha256: String?
                var status: Int?
                var detail: String?
            }
            var files: [File]
        }
        let files = try JSONDecoder().decode(Kept.self, from: Data(answer.body)).files
        #expect(files.map(\.name) == ["letter.txt", "evil.svg"] && files[0].size == 13 && files[0].sha256?.count == 64)
        #expect(files[1].status == 415 && files[1].id == nil && files[1].detail?.isEmpty == false)
        let id = try #require(files[0].id)
        let again = try await fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(id)")
        #expect(again.text == "Dear agency,\n")
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text.contains("letter.txt"))
        let receipt = try #require(answer["location"])
        for (who, status) in [(Who.anna, 200), (.owner, 200), (.agent, 200), (.abby, 404), (.rita, 404), (.visitor, 303)] {
            #expect(try await fixture.ask(who, "GET", receipt).status == status, "\(who)")
        }
        // A browser is sent to its receipt, and sees at once when nothing was kept.
        let browser = try await fixture.upload(.anna, path, [("more.txt", Array("More.\n".utf8))], json: false)
        #expect(browser.status == 303 && browser["location"]?.hasPrefix("/acme/clients/a/receipts/") == true)
        // The same again, whatever it is called: back to that receipt, which says so only then.
        let sentAgain = try await fixture.upload(.anna, path, [("other name.txt", Array("More.\n".utf8))], json: false)
        let first = try #require(browser["location"])
        #expect(sentAgain["location"] == first + "?again=yes")
        #expect(try await fixture.ask(.anna, "GET", first + "?again=yes").text.contains("had already arrived"))
        #expect(try await !fixture.ask(.anna, "GET", first).text.contains("had already arrived"))
        let refused = try await fixture.upload(.anna, path, [("x.exe", [77, 90, 0, 0])], json: false)
        #expect(refused.status == 415 && refused.text.contains("x.exe"))
        #expect(try await fixture.upload(.anna, path, [("x.exe", [77, 90, 0, 0])]).status == 415)
        await staffFiling(fixture)
        await fixture.stop()
    }

    /// What staff bring is internal unless they say so first.
    private func staffFiling(_ fixture: Fixture) async {
        func visibility(_ value: String) -> String {
            "--BB\r\nContent-Disposition: form-data; name=\"visibility\"\r\n\r\n\(value)\r\n"
        }
        do {
            let hidden = try await fixture.upload(.owner, path, [("hidden.txt", Array("Hidden.\n".utf8))])
            #expect(hidden.status == 201)
            let shown = try await fixture.upload(
                .owner, path, [("shown.txt", Array("Shown.\n".utf8))], more: visibility("client"))
            #expect(shown.status == 201)
            let page = try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text
            #expect(page.contains("shown.txt") && !page.contains("hidden.txt"))
            #expect(try await fixture.upload(.anna, path, [("a.txt", [97])], more: visibility("internal")).status == 400)
            #expect(try await fixture.upload(.owner, path, [("a.txt", [97])], more: visibility("everybody")).status == 400)
        } catch {
            Issue.record(error)
        }
    }

    @Test func `comes only as a form that cannot be misread`() async throws {
        let fixture = try await Fixture.shared.value
        func send(_ type: String, _ body: String, _ fields: [String: String] = [:]) async throws -> Int {
            try await fixture.ask(.anna, "POST", path, ["Content-Type": type].merging(fields) { $1 }, body: Array(body.utf8))
                .status
        }
        let form = "multipart/form-data; boundary=BB"
        let part = "--BB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n"
        #expect(try await send("application/json", "{}") == 415)
        #expect(try await send("multipart/form-data", part + "--BB--") == 400)
        #expect(try await send("multipart/form-data; boundary=" + String(repeating: "x", count: 71), "") == 400)
        #expect(try await send(form, part) == 400)
        #expect(try await send(form, part.replacing("\r\n", with: "\n") + "--BB--") == 400)
        #expect(try await send(form, part.replacing("filename=", with: "filename*=UTF-8''") + "--BB--") == 400)
        #expect(try await send(form, part.replacing("\"file\"", with: "\"other\"") + "--BB--") == 400)
        #expect(try await send(form, part.replacing("\"file\"", with: "\"file\"; name=\"x\"") + "--BB--") == 400)
        #expect(try await send(form, "--BB--\r\n") == 422)
        #expect(try await send(form, String(repeating: "x", count: 10_000)) == 413)
        #expect(try await send(form, String(repeating: part, count: 33) + "--BB--") == 413)
        #expect(try await send(form, "--BB\r\nX: " + String(repeating: "x", count: 10_000)) == 413)
        #expect(try await send(form, "", ["Content-Length": "9000000000"]) == 413)
        // Nobody else's case.
        let foreign = "/acme/clients/ab/cases/lease/documents"
        #expect(try await fixture.upload(.anna, foreign, [("a.txt", [97])]).status == 404)
        #expect(try await fixture.upload(.rita, path, [("a.txt", [97])]).status == 404)
        #expect(try await fixture.upload(.anna, "/acme/clients/a/cases/none/documents", [("a.txt", [97])]).status == 404)
        #expect(try await fixture.upload(.visitor, path, [("a.txt", [97])]).status == 401)
        let browser = try await fixture.upload(.visitor, path, [("a.txt", [97])], json: false)
        #expect(browser.status == 303 && browser["location"] == "/acme/?to=/acme/clients/a/cases/lease/")
    }

    @Test func `that is too large, or breaks off, leaves nothing`() async throws {
        let fixture = try await Fixture { _, workspace in
            workspace.limits.file = 100_000
            workspace.upload.bytes = 250_000
            workspace.upload.files = 3
        }
        let fine = [UInt8](repeating: 97, count: 1000)
        let tooMuch = [UInt8](repeating: 98, count: 200_000)
        let answer = try await fixture.upload(.anna, path, [("big.txt", tooMuch), ("fine.txt", fine)])
        #expect(answer.status == 201 && answer.text.contains("\"status\":413"))
        #expect(try await fixture.upload(.anna, path, [("big.txt", tooMuch)]).status == 413)
        let many = try await fixture.upload(.anna, path, (0..<5).map { ("\($0).txt", Array("file \($0)\n".utf8)) })
        #expect(many.status == 201 && many.text.split(separator: "\"status\":413").count == 3)
        let broken = try RawClient(port: fixture.port)
        await broken.send(
            "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(fixture.port)\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 90000\r\n"
                + "Cookie: __Host-s-acme=\(fixture.tokens[.anna] ?? "")\r\nContent-Type: multipart/form-data; boundary=BB\r\n\r\n"
                + "--BB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"broken.txt\"\r\n\r\nhalf of it")
        try await Task.sleep(for: .milliseconds(300))
        broken.finish()
        _ = await broken.receiveAll(seconds: 5)
        #expect(try await !fixture.ask(.anna, "GET", "/acme/clients/a/documents/").text.contains("broken.txt"))
        await fixture.stop()
    }
}

import Foundation
import Synchronization

/// Somebody's browser: it keeps cookies, says where requests come from, follows nothing by itself.
final class Browser: Sendable {
    let wire: Wire
    /// `/AGENCY/`.
    let home: String
    private let cookies = Mutex<[String: String]>([:])

    init(_ wire: Wire, home: String) {
        (self.wire, self.home) = (wire, home)
    }

    /// The names of its cookies, and their values.
    var jar: [String: String] {
        get { cookies.withLock { $0 } }
        set { cookies.withLock { $0 = newValue } }
    }

    /// The answer to a GET of a path; one that does not begin with a slash is below the agency's.
    func get(_ path: String, _ headers: [(name: String, value: String)] = []) async throws -> Wire.Answer {
        try await send("GET", path, headers, [])
    }

    func post(_ path: String, _ form: KeyValuePairs<String, String>) async throws -> Wire.Answer {
        let body = form.map { "\(Browser.encoded($0.key))=\(Browser.encoded($0.value))" }.joined(separator: "&")
        return try await send(
            "POST", path, [("Content-Type", "application/x-www-form-urlencoded")], Array(body.utf8))
    }

    /// Opens a page with a form, types some of its fields and sends it, the others as they stood.
    func fill(_ path: String, _ typed: [String: String]) async throws -> Wire.Answer {
        let page = try await get(path)
        try expect(page.status == 200, "the form at \(path.prefix { $0 != "?" }) was answered with \(page.status)")
        var fields = FormReader.fields(page.text)
        fields.merge(typed) { $1 }
        let body = fields.sorted { $0.key < $1.key }.map { "\(Browser.encoded($0.key))=\(Browser.encoded($0.value))" }
        return try await send(
            "POST", path, [("Content-Type", "application/x-www-form-urlencoded")], Array(body.joined(separator: "&").utf8))
    }

    /// Uploads one file and asks for JSON.
    func upload(_ path: String, name: String, _ bytes: [UInt8]) async throws -> Wire.Answer {
        let boundary = "portico-proof-boundary"
        let head =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n"
        return try await send(
            "POST", path,
            [("Content-Type", "multipart/form-data; boundary=\(boundary)"), ("Accept", "application/json")],
            Array(head.utf8) + bytes + Array("\r\n--\(boundary)--\r\n".utf8))
    }

    /// - Parameter site: what `Sec-Fetch-Site` says; nil: nothing, and no Origin either.
    func send(
        _ method: String, _ path: String, _ headers: [(name: String, value: String)], _ body: [UInt8],
        site: String? = "same-origin"
    ) async throws -> Wire.Answer {
        let jar = jar
        var all = headers
        if let site { all.append(("Sec-Fetch-Site", site)) }
        if !jar.isEmpty { all.append(("Cookie", jar.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))) }
        let answer = try await wire.send(
            Wire.Request(method: method, path: path.hasPrefix("/") ? path : home + path, headers: all, body: body))
        for line in answer.all("set-cookie") {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            cookies.withLock { cookies in
                if line.lowercased().contains("max-age=0") {
                    cookies[pair[0]] = nil
                } else {
                    cookies[pair[0]] = pair.count > 1 ? pair[1] : ""
                }
            }
        }
        return answer
    }

    /// Signs in with a password.
    /// - Throws: `Failing` when that does not lead on.
    func signIn(_ email: String, _ password: String) async throws {
        let answer = try await post("sign-in", ["email": email, "password": password])
        try expect(answer.status == 303, "a sign-in was answered with \(answer.status)")
    }

    private static let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

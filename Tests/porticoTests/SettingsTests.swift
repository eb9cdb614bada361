import Actions
import Foundation
import Model
import TestKit
import Testing

@testable import portico

@Suite struct SettingsTests {
    private func settings(_ yaml: String, _ environment: [String: String] = [:], _ flags: [String: String] = [:]) throws
        -> Settings
    {
        let scratch = try Scratch("settings")
        let path = scratch.path("portico.yaml")
        try Data(yaml.utf8).write(to: URL(filePath: path))
        return try Settings(file: path, environment: environment, flags: flags)
    }

    private func refusal(_ yaml: String, _ environment: [String: String] = [:]) -> Refusal? {
        do {
            _ = try settings(yaml, environment)
            return nil
        } catch {
            return error as? Refusal
        }
    }

    @Test func `a flag wins over the environment, that over the file, that over the default`() throws {
        let file = "port: 1\nhost: a\nlimits:\n  file_bytes: 5\n"
        let settings = try settings(file, ["PORTICO_PORT": "2", "PORTICO_LIMITS_REQUEST_FILES": "7"], ["port": "3"])
        #expect(settings.number("port") == 3)
        #expect(settings.values["port"]?.origin == .flag("--port"))
        #expect(settings.text("host") == "a")
        #expect(settings.values["host"]?.origin.text.hasSuffix("portico.yaml:2") == true)
        #expect(settings.number("limits.file_bytes") == 5)
        #expect(settings.number("limits.request_files") == 7)
        #expect(settings.values["limits.request_files"]?.origin.text == "environment PORTICO_LIMITS_REQUEST_FILES")
        #expect(settings.values["threads"]?.origin == .standard)
    }

    @Test func `an unknown key is an error that names the place and the nearest known one`() {
        let wrong = refusal("base_url: x\nprot: 1\n")
        #expect(wrong?.kind == .configuration)
        #expect(wrong?.arguments["nearest"] == "port")
        #expect(wrong?.arguments["key"] == "prot")
        #expect(wrong?.arguments["where"]?.hasSuffix("portico.yaml:2") == true)
        #expect(refusal("", ["PORTICO_PROT": "1"])?.arguments["nearest"] == "PORTICO_PORT")
    }

    @Test(arguments: [
        "port: many\n", "port: -1\n", "port: 70000\n", "port: [1, 2]\n", "port:\n  x: 1\n", "- a\n", "a: b: c\n", "x\n",
    ])
    func `what cannot be is refused at boot`(_ yaml: String) {
        #expect(refusal(yaml)?.kind == .configuration)
    }

    @Test func `a secret may stand in a file and is never taken from its name`() throws {
        let scratch = try Scratch("secret")
        let path = scratch.path("token")
        try Data("s3cret\n".utf8).write(to: URL(filePath: path))
        #expect(try settings("", ["PORTICO_METRICS_TOKEN_FILE": path]).text("metrics_token") == "s3cret")
        #expect(try settings("metrics_token_file: \(path)\n").text("metrics_token") == "s3cret")
        #expect(refusal("", ["PORTICO_METRICS_TOKEN_FILE": path + "x"])?.kind == .configuration)
    }

    /// What is typed, and the URI that stands in security.txt; nil: it is refused.
    static let securityContacts: [(typed: String, uri: String?)] = [
        ("holes@portal.example", "mailto:holes@portal.example"),
        ("first.last+tag@portal.example", "mailto:first.last+tag@portal.example"),
        ("mailto:holes@portal.example", "mailto:holes@portal.example"),
        ("MAILTO:holes@portal.example", "mailto:holes@portal.example"),
        ("https://portal.example/holes?from=portico", "https://portal.example/holes?from=portico"),
        ("https://portal.example:8443", "https://portal.example:8443"),
        ("https://[2001:db8::1]/holes", "https://[2001:db8::1]/holes"),
        ("tel:+37061234567", "tel:+37061234567"), ("tel:+1-201-555-0123", "tel:+1-201-555-0123"),
        // What is none of these.
        ("holes", nil), ("holes@portal", nil), ("a b@portal.example", nil), ("holes%@portal.example", nil),
        ("holes/x@portal.example", nil), ("holes?x@portal.example", nil), ("žmogus@portal.example", nil),
        ("Holes <holes@portal.example>", nil), ("a@portal.example, b@portal.example", nil), ("mailto:", nil),
        ("mailto:holes", nil), ("mailto:holes@portal.example?cc=x@else.example", nil),
        ("mailto:mailto:holes@portal.example", nil), ("http://portal.example/holes", nil), ("https:", nil),
        ("https://", nil), ("https:///holes", nil), ("https://:443/", nil), ("https:holes@portal.example", nil),
        ("https://user:word@portal.example/", nil), ("https://portal.example/a b", nil),
        ("https://portal.example/\"x\"", nil), ("https://portal.example/%zz", nil), ("https://portal.example:99999/", nil),
        ("https://exa_mple/", nil), ("tel:", nil), ("tel:112", nil), ("tel:+", nil), ("tel:+--", nil),
        ("tel:+370 612 34567", nil), ("tel:+370612x", nil), ("+37061234567", nil), ("ftp://portal.example/", nil),
        ("javascript:alert(1)", nil), ("openpgp4fpr:ABCD", nil),
    ]

    @Test(arguments: securityContacts)
    func `whoever finds a hole is sent to an address, a page or a telephone, and to nothing else`(
        _ contact: (typed: String, uri: String?)
    ) throws {
        guard let uri = contact.uri else {
            let refusal = refusal("", ["PORTICO_SECURITY_CONTACT": contact.typed])
            #expect(refusal?.word == "refusal.settings.security-contact", "\(contact.typed)")
            #expect(refusal?.arguments["value"] == contact.typed)
            return
        }
        let settings = try settings("", ["PORTICO_SECURITY_CONTACT": contact.typed])
        #expect(SecurityContact(settings.text("security_contact"))?.uri == uri)
    }

    @Test func `an empty file is a file of defaults`() throws {
        #expect(try settings("").text("base_url") == "http://127.0.0.1:8080")
        #expect(try settings("# nothing\n").number("port") == 8080)
    }
}

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

    @Test func `an empty file is a file of defaults`() throws {
        #expect(try settings("").text("base_url") == "http://127.0.0.1:8080")
        #expect(try settings("# nothing\n").number("port") == 8080)
    }
}

import Foundation
import Model
import Templates
import TestKit
import Testing

@testable import Site

/// What is refused at boot, and what a workspace may replace.
struct LoadTests {
    static func load(_ files: [String: String]) throws -> Site {
        let scratch = try Scratch()
        for (path, text) in files {
            let file = scratch.url.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try Site.load(workspace: scratch.path)
    }

    private func refusal(_ files: [String: String]) -> Refusal? {
        do { _ = try Self.load(files) } catch { return error as? Refusal }
        return nil
    }

    @Test func `the program's own templates, words and texts load, in each language`() throws {
        let site = try Site.load(workspace: nil)
        #expect(site.languages == ["ar", "en", "lt"])
        #expect(site.words("lt").text("nav.cases") == "Bylos")
        #expect(site.words("xx").text("nav.cases") == "Cases")
    }

    @Test func `a file at the same path in the workspace wins`() throws {
        let site = try Self.load([
            "content/cookies.md": "---\ntitle: Biscuits\n---\nOurs.", "templates/assets/site.css": "body{}",
        ])
        let pages = try site.renderShared(agency: Demo.agency("en_GB"), content: { _ in nil }, today: Demo.today)
        let page = try #require(pages.first { $0.path == "cookies/index.html" })
        #expect(page.text.contains("<h1>Biscuits</h1>"))
        #expect(page.text.contains("<p>Ours.</p>"))
        let sheet = try #require(site.assets.url("site.css"))
        #expect(site.assets.asset(at: sheet)?.bytes == Array("body{}".utf8))
    }

    @Test func `the digest changes with any file and with the program's version, and with nothing else`() throws {
        let own = try Site.load(workspace: nil)
        #expect(try Site.load(workspace: nil).digest == own.digest)
        #expect(try Site.load(workspace: nil, version: "2").digest != own.digest)
        #expect(try Self.load(["content/cookies.md": "---\ntitle: Biscuits\n---\n"]).digest != own.digest)
        #expect(try Self.load(["unrelated.txt": "x"]).digest == own.digest)
        var limited = own
        limited.upload.files += 1
        #expect(limited.digest != own.digest)
    }

    @Test func `a template that names what nothing fills is refused with its file`() {
        let refusal = refusal(["templates/portal/home.mustache": "{{nobody}}"])
        #expect(refusal?.kind == .configuration)
        #expect(refusal?.arguments["file"]?.hasSuffix("portal/home.mustache") == true)
    }

    @Test func `a template with a word that a language lacks is refused`() {
        #expect(refusal(["templates/portal/home.mustache": "{{words.no.such}}"])?.kind == .configuration)
    }

    @Test func `a language that lacks a word is refused`() {
        #expect(refusal(["templates/words/de.yaml": "nav.home: \"Start\""])?.kind == .configuration)
    }

    @Test func `a text without title, or one that asks for what there is not, is refused`() {
        #expect(refusal(["content/privacy.md": "Nothing."])?.word == "refusal.content.title")
        let asks = refusal(["content/privacy.md": "---\ntitle: x\n---\n{password}"])
        #expect(asks?.word == "refusal.content.placeholder")
        #expect(asks?.arguments["name"] == "password")
    }

    @Test func `a style sheet that asks for a file that is not there is refused`() {
        let refusal = refusal(["templates/assets/site.css": "a{background:url(\"none.png\")}"])
        #expect(refusal?.word == "refusal.assets.css")
    }
}

struct AssetTests {
    @Test func `assets carry a hash of their bytes`() throws {
        let assets = try loadedSite().assets
        let sheet = try #require(assets.url("site.css"))
        #expect(sheet.wholeMatch(of: /\/assets\/site\.[0-9a-f]{12}\.css/) != nil)
        #expect(assets.asset(at: sheet)?.type == "text/css; charset=utf-8")
        #expect(assets.asset(at: "/assets/site.css") == nil)
        #expect(assets.favicon?.type == "image/svg+xml")
        #expect(String(decoding: assets.robots, as: UTF8.self).contains("Disallow: /"))
    }

    @Test func `a style sheet names other assets by their hashed addresses`() throws {
        let assets = try LoadTests.load(["templates/assets/site.css": "a{background:url(\"favicon.svg\") 0 0}"]).assets
        let icon = try #require(assets.url("favicon.svg"))
        let sheet = try #require(assets.url("site.css").flatMap { assets.asset(at: $0) })
        #expect(String(decoding: sheet.bytes, as: UTF8.self) == "a{background:url(\"\(icon)\") 0 0}")
    }

    @Test func `no page and no style sheet asks for anything of another origin`() throws {
        let site = try loadedSite()
        var texts = try site.render(Demo.records(), agency: Demo.agency(), today: Demo.today, only: nil).map(\.text)
        texts += try site.renderShared(agency: Demo.agency(), content: { _ in nil }, today: Demo.today).map(\.text)
        texts += site.assets.all.filter { $0.type.hasPrefix("text/css") }.map { String(decoding: $0.bytes, as: UTF8.self) }
        for text in texts {
            // A link that somebody wrote asks for nothing until it is followed.
            let asking = text.replacing(/<a href="https:[^"]*" rel="noopener noreferrer nofollow">/, with: "<a>")
            #expect(asking.firstMatch(of: /(src|href|url\()=?"(https?:)?\/\//) == nil)
            // But a file of our own, in the head.
            let own = /<script type="module" src="\/assets\/[a-z]+\.[0-9a-f]{12}\.js"><\/script>/
            #expect(!text.replacing(own, with: "").contains("<script"))
            #expect(!text.contains(" style=\""))
        }
    }
}

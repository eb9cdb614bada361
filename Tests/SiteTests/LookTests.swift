import Foundation
import Model
import Testing

@testable import Site

/// Writes the demo client's pages where LOOK says, so that a person can look at them.
struct LookTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["LOOK"] != nil))
    func `the demo can be looked at`() throws {
        let folder = URL(filePath: ProcessInfo.processInfo.environment["LOOK"] ?? "")
        let site = try loadedSite()
        for asset in site.assets.all { try write(asset.bytes, folder.appending(path: String(asset.url.dropFirst()))) }
        for locale in ["lt", "en_GB"] {
            var agency = Demo.agency(locale)
            agency.slug = Demo.slug(agency.language)
            var pages = try site.render(Demo.records(views: []), agency: agency, today: Demo.today, only: nil)
            pages += try site.renderShared(agency: agency, content: { _ in nil }, today: Demo.today)
            for page in pages {
                let path = page.path.replacing(/\/[a-z]+\.[cid]+\//) { _ in "/" }
                try write(page.bytes, folder.appending(path: agency.slug.text + "/" + path))
            }
        }
    }

    private func write(_ bytes: [UInt8], _ file: URL) throws {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}

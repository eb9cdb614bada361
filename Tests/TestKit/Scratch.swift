public import Foundation

/// A folder of its own for one test, removed when the value goes.
public final class Scratch: Sendable {
    /// Where it is.
    public let url: URL

    /// Makes the folder under the system's temporary folder.
    public init(_ name: String = "portico") throws {
        url = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The same, as text.
    public var path: String { url.path }

    /// A path inside.
    public func path(_ name: String) -> String {
        // Not by URL, which would take a slash at the end away.
        url.path + "/" + name
    }
}

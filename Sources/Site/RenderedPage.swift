public import Model

/// One page as a file: what it is, where it goes, its bytes.
public struct RenderedPage: Sendable {
    /// Which page it is.
    public let page: Page
    /// Relative to public/AGENCY/: `clients/acme/lt.cid/cases/lease/index.html`, `privacy/index.html`.
    public let path: String
    /// UTF-8 HTML.
    public let bytes: [UInt8]
    /// The first day on which the page may differ though no record changed; nil when it says nothing about today.
    public let freshUntil: Day?
}

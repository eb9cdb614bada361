import Model

/// Where a sign-in may lead: a path of the same agency, nothing else (CWE-601).
enum LocalTarget {
    /// The path, clean, when it lies below `/AGENCY/`; nil otherwise.
    static func checked(_ text: String?, agency: Slug) -> String? {
        guard let text, let path = RequestPath(text[...]), path.segments.count > 1 || path.endsInSlash,
            path.segments.first == agency.text
        else { return nil }
        return path.text
    }
}

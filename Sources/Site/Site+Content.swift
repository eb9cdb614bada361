import Model

extension Site {
    /// The texts of content/ as they come with the program, by file name: what a new workspace gets to edit.
    /// - Throws: `Refusal(.configuration)` when the program's files are not beside it.
    public static func editableContent() throws -> [(name: String, text: String)] {
        let resources = try Resources(workspace: nil)
        return try (resources.paths(below: "content/", ending: ".md") + ["content/processors.yaml", "content/audits.yaml"]).map {
            path in
            (String(path.dropFirst("content/".count)), try resources.text(path) ?? "")
        }
    }
}

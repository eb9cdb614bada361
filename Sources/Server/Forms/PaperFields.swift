import Actions
import Model
import Templates

/// The rows of a form in which papers are named that are to be asked for.
enum PaperFields {
    /// By how many rows a form grows.
    static let room = 3

    /// How many rows a form has: those that are filled, those that were typed, and some more when they are wanted.
    /// - Parameters:
    ///   - filled: how many papers there are before anything was typed.
    ///   - least: how many rows there are at least.
    static func count(_ typed: Typed?, filled: Int, least: Int) -> Int {
        let typedRows = (typed?.rows(NewPaperRequest.rows).max() ?? -1) + 1
        let more = typed?.button == "more" ? room : 0
        return min(NewPaperRequest.most, max(least, filled, typedRows) + more)
    }

    /// A section for each row.
    /// - Parameter rules: what clients may not send at all is not asked for either.
    static func sections(_ count: Int, _ papers: [PaperDraft], _ rules: UploadRules, _ words: Words) -> [Form.Section] {
        (0..<count).map { row in
            Form.Section(
                words.text("papers.form.paper", ["number": String(row + 1)]),
                fields: fields(row, row < papers.count ? papers[row] : nil, rules, words))
        }
    }

    /// The button that adds rows, as long as there may be more.
    static func more(_ count: Int, _ words: Words) -> [Form.Button] {
        count < NewPaperRequest.most ? [Form.Button(words.text("papers.form.more"), value: "more")] : []
    }

    private static func fields(
        _ row: Int, _ paper: PaperDraft?, _ rules: UploadRules, _ words: Words
    ) -> [FormField] {
        func name(_ field: String) -> String { RowName.text(NewPaperRequest.rows, row, field) }
        let offered = PaperKinds.allCases.filter { !$0.kinds.filter(rules.kinds.contains).isEmpty || $0 == paper?.kinds }
        let kinds = offered.map { kind in
            FormField.Option(kind == .any ? "" : kind.rawValue, words.text("paper.kinds.\(kind.rawValue)"))
        }
        let kind = paper.map { $0.kinds == .any ? "" : $0.kinds.rawValue } ?? ""
        return [
            .text(name("title"), words.text("papers.form.what"), paper?.title ?? "", most: 120),
            .text(name("hint"), words.text("papers.form.hint"), paper?.hint ?? "", most: 300),
            .choice(name("kinds"), words.text("papers.form.kinds"), kind, kinds, width: "half"),
            .number(
                name("largest"), words.text("papers.form.largest"), paper?.largest.map { String($0 >> 20) } ?? "",
                isWhole: true),
        ]
    }
}

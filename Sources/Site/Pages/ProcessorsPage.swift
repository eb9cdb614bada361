import Model
import Templates

/// Who processes data for the agency and its operator, for everybody to read.
struct ProcessorsPage: Renderable {
    struct Row: Renderable {
        let name: String
        let purpose: String
        let data: String
        let place: String
        /// Until when the contract holds, in words; that there is none.
        let contract: String

        static let fields = Fields<Row> {
            $0.text("name") { $0.name }
            $0.text("purpose") { $0.purpose }
            $0.text("data") { $0.data }
            $0.text("place") { $0.place }
            $0.text("contract") { $0.contract }
        }
    }

    let frame: Frame
    let rows: [Row]
    let more: [Link]

    static let fields = Fields<ProcessorsPage> {
        $0.one("frame") { $0.frame }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.list("more") { $0.more }
    }
}

extension Site {
    /// The page of the processors, in the agency's language.
    func processorsPage(agency: Agency, language: String, more: [Link]) -> RenderedPage {
        let (words, formats) = (words(language), formats(language: language, agency: agency))
        let page = ProcessorsPage(
            frame: frame(agency: agency, language: language, signedIn: false),
            rows: processors.map { one in
                ProcessorsPage.Row(
                    name: one.name, purpose: one.purpose(in: language),
                    data: one.data.map { words.text("processors.data." + $0.rawValue) }.joined(separator: ", "), place: one.place,
                    contract: one.contract.map { words.text("processors.contract.until", ["date": formats.day($0.validUntil)]) }
                        ?? words.text("processors.contract.none"))
            }, more: more)
        let name = "privacy/processors"
        return RenderedPage(
            page: .shared(name), path: name + "/index.html", bytes: templates(language).processors.render(page), freshUntil: nil)
    }
}

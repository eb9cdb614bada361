import Model
import Site
import Templates

/// The form of a draft: its head, its lines and what they come to. Works without script; with it, lines are added and summed
/// in place.
struct InvoiceFormPage: FormHolder {
    static let template = "staff/invoice-form"

    /// One line of the form.
    struct Line: Renderable, Sendable {
        let legend: String
        var fields: [FormField]
        /// What it comes to; empty when that is not known.
        let net: String

        static let fields: Fields<Line> = Fields<Line> {
            $0.text("legend") { $0.legend }
            $0.list("fields") { $0.fields }
            $0.text("net") { $0.net }
        }
    }

    /// VAT of one category and rate.
    struct Tax: Renderable, Sendable {
        let label, amount: String

        static let fields = Fields<Tax> {
            $0.text("label") { $0.label }
            $0.text("amount") { $0.amount }
        }
    }

    /// What the script needs to sum up as the server does, and to write numbers alike.
    struct Reckoning: Renderable, Sendable {
        let script, locale, group, currency, digits, lineWord, vatWord: String

        static let fields = Fields<Reckoning> {
            $0.text("locale") { $0.locale }
            $0.text("group") { $0.group }
            $0.text("currency") { $0.currency }
            $0.text("digits") { $0.digits }
            $0.text("lineWord") { $0.lineWord }
            $0.text("vatWord") { $0.vatWord }
        }
    }

    let frame: Frame
    let listHref, title: String
    let lead: String?
    var form: Form
    let lines: [Line]
    let net, gross: String
    let taxes: [Tax]
    let reckoning: Reckoning

    /// The lines with the sentences that belong to them.
    private var shownLines: [Line] {
        lines.map { line in
            var line = line
            for place in line.fields.indices {
                let link = "#" + line.fields[place].id
                line.fields[place].error = form.problems.first { $0.href == link }?.sentence
            }
            return line
        }
    }

    /// The form, whose summary of problems names the lines too.
    private var namedForm: Form {
        var form = form
        form.problems = form.problems.map { problem in
            guard problem.label.isEmpty else { return problem }
            for line in lines {
                guard let field = line.fields.first(where: { "#" + $0.id == problem.href }) else { continue }
                return Form.Problem(href: problem.href, label: "\(line.legend): \(field.label)", sentence: problem.sentence)
            }
            return Form.Problem(href: "#lines", label: linesTitle, sentence: problem.sentence)
        }
        return form
    }

    let linesTitle: String

    static let fields = Fields<InvoiceFormPage> {
        $0.one("frame") { $0.frame }
        $0.text("listHref") { $0.listHref }
        $0.text("title") { $0.title }
        $0.maybe("lead") { $0.lead }
        $0.text("linesTitle") { $0.linesTitle }
        $0.one("form") { $0.namedForm }
        $0.list("head") { Array($0.form.sections.prefix(1)) }
        $0.list("foot") { Array($0.form.sections.dropFirst()) }
        $0.list("lines") { $0.shownLines }
        $0.text("net") { $0.net }
        $0.text("gross") { $0.gross }
        $0.list("taxes") { $0.taxes }
        $0.one("reckoning") { $0.reckoning }
        $0.text("script") { $0.reckoning.script }
    }
}

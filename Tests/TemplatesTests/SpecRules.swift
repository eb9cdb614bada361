import Foundation
import Testing

@testable import Templates

/// A rule of the Mustache specification in a specimen of our own: every section is proven without the official files too.
struct SpecRule: Sendable, CustomTestStringConvertible {
    /// The section of the specification, by the name of its file.
    let section: String
    let name: String
    let template: String
    /// As JSON.
    let data: String
    let partials: [String: String]
    let expected: String

    var testDescription: String { section + ": " + name }

    init(
        _ section: String, _ name: String, _ template: String, with data: String = "{}", partials: [String: String] = [:],
        gives expected: String
    ) {
        (self.section, self.name, self.template, self.data) = (section, name, template, data)
        (self.partials, self.expected) = (partials, expected)
    }

    static let all = [comments, delimiters, interpolation, inverted, sections, partials, inheritance].flatMap { $0 }

    static let comments = [
        SpecRule("comments", "inside a line", "rain{{! not said }}bow", gives: "rainbow"),
        SpecRule("comments", "over lines", "rain{{! not\n  said }}bow\n", gives: "rainbow\n"),
        SpecRule("comments", "alone takes its line", "roof\n  {{! not said }}\nwall\n", gives: "roof\nwall\n"),
        SpecRule("comments", "alone over lines", "roof\n{{!\n  not said\n}}\nwall\n", gives: "roof\nwall\n"),
        SpecRule("comments", "alone with line ends of Windows", "roof\r\n{{! x }}\r\nwall", gives: "roof\r\nwall"),
        SpecRule("comments", "alone at the beginning", "  {{! x }}\nroof", gives: "roof"),
        SpecRule("comments", "alone at the end", "roof\n  {{! x }}", gives: "roof\n"),
        SpecRule("comments", "beside text keeps white space", "  roof {{! x }}\n", gives: "  roof \n"),
        SpecRule("comments", "that look like tags", "{{! {#town name}} roof", gives: " roof"),
        SpecRule("comments", "named as a value", "({{!town}})", with: #"{"!town": "x", "town": "y"}"#, gives: "()"),
    ]

    static let delimiters = [
        SpecRule("delimiters", "change", "{{=| |=}}|town|{{town}}", with: #"{"town": "Oslo"}"#, gives: "Oslo{{town}}"),
        SpecRule("delimiters", "of one character", "({{town}}{{=[ ]=}}[town])", with: #"{"town": "Oslo"}"#, gives: "(OsloOslo)"),
        SpecRule("delimiters", "with white space", "{{=  @   @  =}}@town@", with: #"{"town": "Oslo"}"#, gives: "Oslo"),
        SpecRule("delimiters", "for raw values", "{{=| |=}}|&town|", with: #"{"town": "<Oslo>"}"#, gives: "<Oslo>"),
        SpecRule(
            "delimiters", "for sections", "{{=| |=}}|#towns|{{.}}|.| |/towns|", with: #"{"towns": ["Oslo", "Rome"]}"#,
            gives: "{{.}}Oslo {{.}}Rome "),
        SpecRule(
            "delimiters", "stay after the section in which they changed", "{{#is}}{{=| |=}}|town||/is||town|",
            with: #"{"is": true, "town": "Oslo"}"#, gives: "OsloOslo"),
        SpecRule(
            "delimiters", "do not go into a partial", "{{=| |=}}|>p|", with: #"{"town": "Oslo"}"#,
            partials: ["p": "{{town}}|town|"], gives: "Oslo|town|"),
        SpecRule(
            "delimiters", "do not come out of a partial", "{{>p}}{{town}}|town|", with: #"{"town": "Oslo"}"#,
            partials: ["p": "{{=| |=}}|town|"], gives: "OsloOslo|town|"),
        SpecRule("delimiters", "alone take their line", "roof\n  {{=| |=}}\nwall\n", gives: "roof\nwall\n"),
        SpecRule("delimiters", "alone with line ends of Windows", "roof\r\n{{=| |=}}\r\nwall", gives: "roof\r\nwall"),
        SpecRule("delimiters", "alone at the end", "roof\n  {{=| |=}}", gives: "roof\n"),
        SpecRule("delimiters", "beside text keep white space", " : {{=| |=}}\n", gives: " : \n"),
    ]

    static let interpolation = [
        SpecRule("interpolation", "of nothing", "roof {no tag} }}\n", gives: "roof {no tag} }}\n"),
        SpecRule(
            "interpolation", "is escaped", "{{a}}", with: #"{"a": "x & \"y\" < z >"}"#, gives: "x &amp; &quot;y&quot; &lt; z &gt;"
        ),
        SpecRule("interpolation", "is raw in three braces", "{{{a}}}", with: #"{"a": "& \" < >"}"#, gives: "& \" < >"),
        SpecRule("interpolation", "is raw behind an ampersand", "{{&a}}", with: #"{"a": "& \" < >"}"#, gives: "& \" < >"),
        SpecRule("interpolation", "of numbers", "{{a}} {{{b}}} {{&c}}", with: #"{"a": 71, "b": 0, "c": 2.5}"#, gives: "71 0 2.5"),
        SpecRule("interpolation", "of null", "({{a}}{{{a}}}{{&a}})", with: #"{"a": null}"#, gives: "()"),
        SpecRule("interpolation", "of what is missing", "({{a}}{{{a}}}{{&a}})", gives: "()"),
        SpecRule(
            "interpolation", "of dotted names", "{{a.b.c}} {{{a.b.c}}} {{&a.b.c}}", with: #"{"a": {"b": {"c": "<"}}}"#,
            gives: "&lt; < <"),
        SpecRule(
            "interpolation", "of a broken chain", "({{a.b.c}}{{a.x.c}})", with: #"{"a": {"b": {}}, "c": "no"}"#, gives: "()"),
        SpecRule(
            "interpolation", "looks for the first name of a chain only", "({{#a}}{{b.c}}{{/a}})",
            with: #"{"a": {"b": {}}, "b": {"c": "no"}}"#, gives: "()"),
        SpecRule("interpolation", "of the value itself", "{{.}} {{{.}}} {{&.}}", with: #""<""#, gives: "&lt; < <"),
        SpecRule("interpolation", "keeps white space", "| {{a}} |", with: #"{"a": "x"}"#, gives: "| x |"),
        SpecRule(
            "interpolation", "alone keeps its line", "  {{a}}\n  {{{a}}}\n  {{&a}}\n", with: #"{"a": "x"}"#,
            gives: "  x\n  x\n  x\n"),
        SpecRule("interpolation", "with white space in tags", "{{ a }}{{{ a }}}{{& a }}", with: #"{"a": "x"}"#, gives: "xxx"),
    ]

    static let inverted = [
        SpecRule(
            "inverted", "of false, null, nothing and no elements", "{{^a}}1{{/a}}{{^b}}2{{/b}}{{^c}}3{{/c}}{{^d}}4{{/d}}",
            with: #"{"a": false, "b": null, "d": []}"#, gives: "1234"),
        SpecRule(
            "inverted", "of what is there", "{{^a}}1{{/a}}{{^b}}2{{/b}}{{^c}}3{{/c}}({{a}})",
            with: #"{"a": true, "b": {"x": 1}, "c": [1]}"#, gives: "(true)"),
        SpecRule(
            "inverted", "twice around text", "{{^no}}a{{/no}} b {{^no}}c{{/no}}", with: #"{"no": false}"#, gives: "a b c"),
        SpecRule("inverted", "inside its own kind", "{{^no}}a{{^no}}b{{/no}}c{{/no}}", with: #"{"no": false}"#, gives: "abc"),
        SpecRule(
            "inverted", "inside, of what is there", "a{{^no}}b{{^yes}}c{{/yes}}d{{/no}}", with: #"{"no": false, "yes": true}"#,
            gives: "abd"),
        SpecRule(
            "inverted", "of dotted names", "{{^a.b}}1{{/a.b}}{{^a.c}}2{{/a.c}}{{^x.c}}3{{/x.c}}", with: #"{"a": {"b": true}}"#,
            gives: "23"),
        SpecRule("inverted", "inside a line keeps white space", " a {{^no}} b {{/no}} c \n", gives: " a  b  c \n"),
        SpecRule("inverted", "alone takes its lines", "a\n  {{^no}}\n  b\n  {{/no}}\nc\n", gives: "a\n  b\nc\n"),
        SpecRule("inverted", "alone with line ends of Windows", "a\r\n{{^no}}\r\nb\r\n{{/no}}\r\nc", gives: "a\r\nb\r\nc"),
        SpecRule("inverted", "alone at both ends", "  {{^no}}\na\n  {{/no}}", gives: "a\n"),
        SpecRule("inverted", "with white space in tags", "({{^ no }}a{{/ no }})", gives: "(a)"),
    ]

    static let sections = [
        SpecRule("sections", "of true", "({{#yes}}a{{/yes}})", with: #"{"yes": true}"#, gives: "(a)"),
        SpecRule(
            "sections", "of false, null, nothing and no elements", "({{#a}}1{{/a}}{{#b}}2{{/b}}{{#c}}3{{/c}}{{#d}}4{{/d}})",
            with: #"{"a": false, "b": null, "d": []}"#, gives: "()"),
        SpecRule(
            "sections", "of a value", "{{#host}}{{name}} of {{town}}{{/host}}",
            with: #"{"host": {"name": "Ada"}, "town": "Oslo"}"#,
            gives: "Ada of Oslo"),
        SpecRule(
            "sections", "of a value hide outer names", "{{a}}{{#b}}{{a}}{{#c}}{{a}}{{/c}}{{a}}{{/b}}{{a}}",
            with: #"{"a": 1, "b": {"a": 2, "c": {"a": 3}}}"#, gives: "12321"),
        SpecRule(
            "sections", "of a text and a number", "{{#a}}<{{.}}>{{/a}}{{#b}}<{{.}}>{{/b}}", with: #"{"a": "x", "b": 7}"#,
            gives: "<x><7>"),
        SpecRule(
            "sections", "of a list", "{{#l}}{{a}};{{/l}}", with: #"{"l": [{"a": 1}, {"a": 2}], "a": 9}"#, gives: "1;2;"),
        SpecRule("sections", "of texts", "{{#l}}({{.}}){{/l}}", with: #"{"l": ["a", "<", "c"]}"#, gives: "(a)(&lt;)(c)"),
        SpecRule("sections", "of raw texts", "{{#l}}({{{.}}}{{&.}}){{/l}}", with: #"{"l": ["<"]}"#, gives: "(<<)"),
        SpecRule(
            "sections", "of lists in a list", "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", with: #"{"l": [[1, 2], [], [3]]}"#,
            gives: "(12)()(3)"),
        SpecRule("sections", "of the value itself", "{{#.}}({{a}}){{/.}}", with: #"[{"a": 1}, {"a": 2}]"#, gives: "(1)(2)"),
        SpecRule(
            "sections", "of dotted names", "({{#a.b}}1{{/a.b}}{{#a.c}}2{{/a.c}}{{#x.c}}3{{/x.c}})", with: #"{"a": {"b": true}}"#,
            gives: "(1)"),
        SpecRule("sections", "inside their own kind", "{{#y}}a{{#y}}b{{/y}}c{{/y}}", with: #"{"y": true}"#, gives: "abc"),
        SpecRule(
            "sections", "inside a line keep white space", " a {{#y}} b {{/y}} c \n", with: #"{"y": true}"#, gives: " a  b  c \n"),
        SpecRule(
            "sections", "alone take their lines", "a\n  {{#y}}\n  b\n  {{/y}}\nc\n", with: #"{"y": true}"#, gives: "a\n  b\nc\n"),
        SpecRule(
            "sections", "alone with line ends of Windows", "a\r\n{{#y}}\r\nb\r\n{{/y}}\r\nc", with: #"{"y": true}"#,
            gives: "a\r\nb\r\nc"),
        SpecRule("sections", "alone at both ends", "  {{#y}}\na\n  {{/y}}", with: #"{"y": true}"#, gives: "a\n"),
        SpecRule("sections", "with white space in tags", "({{# y }}a{{/ y }})", with: #"{"y": true}"#, gives: "(a)"),
    ]

    static let partials = [
        SpecRule("partials", "stand for their text", "({{>p}})", partials: ["p": "wall"], gives: "(wall)"),
        SpecRule("partials", "that are missing print nothing", "({{>p}})", gives: "()"),
        SpecRule(
            "partials", "see what is around them", "{{#l}}{{>p}}{{/l}}", with: #"{"l": [{"a": 1}, {"a": 2}], "b": 0}"#,
            partials: ["p": "({{a}}{{b}})"], gives: "(10)(20)"),
        SpecRule(
            "partials", "may include themselves", "{{>p}}", with: #"{"a": "x", "l": [{"a": "y", "l": []}]}"#,
            partials: ["p": "{{a}}<{{#l}}{{>p}}{{/l}}>"], gives: "x<y<>>"),
        SpecRule(
            "partials", "in partials", "{{>p}}", with: #"{"a": 1}"#, partials: ["p": "({{>q}})", "q": "{{a}}"], gives: "(1)"),
        SpecRule(
            "partials", "inside a line are not indented", "  {{a}}  {{>p}}\n", with: #"{"a": "|"}"#, partials: ["p": "1\n2"],
            gives: "  |  1\n2\n"),
        SpecRule("partials", "alone are indented", "(\n  {{>p}}\n)\n", partials: ["p": "1\n2\n"], gives: "(\n  1\n  2\n)\n"),
        SpecRule(
            "partials", "are indented, what values hold is not", "  {{>p}}\n", with: #"{"a": "1\n2"}"#,
            partials: ["p": "<\n{{{a}}}\n>\n"],
            gives: "  <\n  1\n2\n  >\n"),
        SpecRule("partials", "alone with line ends of Windows", "(\r\n{{>p}}\r\n)", partials: ["p": "1"], gives: "(\r\n1)"),
        SpecRule("partials", "alone at both ends", "  {{>p}}", partials: ["p": "1\n2"], gives: "  1\n  2"),
        SpecRule("partials", "with white space in tags", "({{> p }})", partials: ["p": "1"], gives: "(1)"),
    ]

    static let inheritance = [
        SpecRule("~inheritance", "a block alone prints its default", "{{$b}}none{{/b}}", gives: "none"),
        SpecRule(
            "~inheritance", "a default shows values", "{{$b}}{{a}}{{{a}}}{{#a}}!{{/a}}{{/b}}", with: #"{"a": "<"}"#,
            gives: "&lt;<!"),
        SpecRule(
            "~inheritance", "a parent without blocks", "{{<p}}{{/p}}", partials: ["p": "({{$b}}none{{/b}})"], gives: "(none)"),
        SpecRule(
            "~inheritance", "a block is replaced everywhere", "{{<p}}{{$b}}new{{/b}}{{/p}}",
            partials: ["p": "{{$b}}1{{/b}} {{$c}}2{{/c}} {{$b}}3{{/b}}"], gives: "new 2 new"),
        SpecRule(
            "~inheritance", "a replacement shows values", "{{<p}}{{$b}}{{a}}{{/b}}{{/p}}", with: #"{"a": "<"}"#,
            partials: ["p": "({{$b}}none{{/b}})"], gives: "(&lt;)"),
        SpecRule(
            "~inheritance", "text beside the blocks goes", "{{<p}} gone {{$b}}new{{/b}} {{! x }}gone {{/p}}",
            partials: ["p": "({{$b}}none{{/b}})"], gives: "(new)"),
        SpecRule(
            "~inheritance", "two parents do not mix", "{{<p}}{{$b}}1{{/b}}{{/p}}{{<p}}{{/p}}{{<q}}{{$b}}2{{/b}}{{/q}}",
            partials: ["p": "({{$b}}none{{/b}})", "q": "[{{$b}}none{{/b}}]"], gives: "(1)(none)[2]"),
        SpecRule(
            "~inheritance", "the last child wins", "{{<p}}{{$b}}child{{/b}}{{/p}}",
            partials: ["p": "{{<q}}{{$b}}parent{{/b}}{{/q}}", "q": "({{$b}}none{{/b}})"], gives: "(child)"),
        SpecRule(
            "~inheritance", "a parent's replacement holds when the child has none", "{{<p}}{{/p}}",
            partials: ["p": "{{<q}}{{$b}}parent{{/b}}{{/q}}", "q": "({{$b}}none{{/b}})"], gives: "(parent)"),
        SpecRule(
            "~inheritance", "a partial in a replacement", "{{<p}}{{$b}}{{>q}}{{/b}}{{/p}}", with: #"{"a": 1}"#,
            partials: ["p": "({{$b}}none{{/b}})", "q": "<{{a}}>"], gives: "(<1>)"),
        SpecRule(
            "~inheritance", "a replacement sees what is around the block", "{{<p}}{{$b}}{{a}}{{/b}}{{/p}}",
            with: #"{"a": "outer", "in": {"a": "inner"}}"#, partials: ["p": "{{#in}}{{$b}}none{{/b}}{{/in}}"], gives: "inner"),
        SpecRule(
            "~inheritance", "a parent that stands alone is indented", "(\n  {{<p}}\n  {{/p}}\n)\n",
            partials: ["p": "1\n2\n"], gives: "(\n  1\n  2\n)\n"),
        SpecRule(
            "~inheritance", "a block that stands alone takes its lines", "(\n{{$b}}\n  1\n{{/b}}\n)\n", gives: "(\n  1\n)\n"),
        SpecRule(
            "~inheritance", "a replacement takes the indentation of the block", "{{<p}}{{$b}}\n1\n2\n{{/b}}{{/p}}",
            partials: ["p": "(\n    {{$b}}\n    none\n    {{/b}}\n)\n"], gives: "(\n    1\n    2\n)\n"),
        SpecRule(
            "~inheritance", "a replacement loses its own indentation", "{{<p}}\n  {{$b}}\n    1\n    2\n  {{/b}}\n{{/p}}\n",
            partials: ["p": "(\n{{$b}}\nnone\n{{/b}}\n)\n"], gives: "(\n1\n2\n)\n"),
    ]
}

@Suite struct SpecRuleTests {
    @Test(arguments: SpecRule.all)
    func `a rule of the specification holds`(_ rule: SpecRule) throws {
        let data = try JSONDecoder().decode(JSON.self, from: Data(rule.data.utf8))
        let test = SpecTests.Spec.Case(
            name: rule.name, data: data, template: rule.template, partials: rule.partials, expected: rule.expected)
        #expect(try SpecTests.render(test) == rule.expected)
    }

    @Test func `no section of the specification is left out`() {
        #expect(Set(SpecRule.all.map(\.section)) == Set(SpecTests.sections))
    }
}

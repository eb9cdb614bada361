import Foundation
import Model

@testable import Templates

/// Any JSON value, as a frame of a template.
enum JSON: Decodable, Sendable {
    case null
    case bool(Bool)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Int.self) {
            self = .text(String(number))
        } else if let number = try? value.decode(Double.self) {
            self = .text(String(number))
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    /// What `{{#name}}` is about: nothing when falsey, the elements of a list, else the value itself.
    var inside: [JSON] {
        switch self {
        case .null, .bool(false): []
        case .list(let list): list
        case .bool, .text, .object: [self]
        }
    }

    var printed: String {
        switch self {
        case .text(let text): text
        case .bool(let bool): String(bool)
        case .null, .list, .object: ""
        }
    }

    subscript(_ key: String) -> JSON {
        if case .object(let object) = self { object[key] ?? .null } else { .null }
    }

    var keys: [String] {
        if case .object(let object) = self { Array(object.keys) } else { [] }
    }
}

/// Makes shapes from data: the fields of a place are all the keys that its values have.
final class JSONShape: @unchecked Sendable {
    private let values: [JSON]
    /// One shape for each name, made at first use, so that recursion finds the one it came from.
    private var inner: [String: JSONShape] = [:]

    init(_ values: [JSON]) { self.values = values }

    var shape: Shape {
        var fields = [".": field(".") { $0 }]
        for key in Set(values.flatMap(\.keys)) { fields[key] = field(key) { $0[key] } }
        return Shape(ObjectIdentifier(self), called: "JSON", fields: fields)
    }

    private func field(_ name: String, _ get: @escaping @Sendable (JSON) -> JSON) -> Field {
        let value: @Sendable (ValuePointer) -> JSON = { get($0.assumingMemoryBound(to: JSON.self).pointee) }
        let section = Section(
            shape: { [self] in
                let found = inner[name] ?? JSONShape(values.flatMap { get($0).inside })
                inner[name] = found
                return found.shape
            },
            isOne: true,
            isThere: { !value($0).inside.isEmpty },
            each: { pointer, body in
                for element in value(pointer).inside { withUnsafePointer(to: element) { body(ValuePointer($0)) } }
            })
        return Field(
            text: { value($0).printed }, html: { HTML(trusted: value($0).printed) }, section: section)
    }
}

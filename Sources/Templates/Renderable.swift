/// A type whose values fill a template.
///
///     struct InvoicePage: Renderable {
///         let number: String
///         let lines: [Line]
///         static let fields = Fields<Self> {
///             $0.text("number") { $0.number }
///             $0.list("lines") { $0.lines }
///         }
///     }
public protocol Renderable: SendableMetatype {
    /// What templates may ask of a value, by name. Made once: a `static let`.
    static var fields: Fields<Self> { get }
}

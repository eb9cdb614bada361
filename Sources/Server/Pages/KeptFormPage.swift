import Site
import Templates

/// The answer to a form whose sender is signed in no longer: nothing is done, and nothing typed is lost.
struct KeptFormPage: ServerPage {
    static let template = "portal/kept"

    /// What was typed into one field.
    struct Kept: Renderable, Sendable {
        let name: String
        let value: String

        static let fields = Fields<Kept> {
            $0.text("name") { $0.name }
            $0.text("value") { $0.value }
        }
    }

    let frame: Frame
    /// Where one signs in again.
    let signIn: String
    /// Where the form was sent.
    let action: String
    let kept: [Kept]
    /// Whether it is a form that can have files; those are not kept.
    let hasFiles: Bool

    static let fields = Fields<KeptFormPage> {
        $0.one("frame") { $0.frame }
        $0.text("signIn") { $0.signIn }
        $0.text("action") { $0.action }
        $0.list("kept") { $0.kept }
        $0.flag("hasFiles") { $0.hasFiles }
    }
}

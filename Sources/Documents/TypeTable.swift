/// Every type that is taken, and every ending that is known to belong to something else. docs/types.md says the same for people.
public enum TypeTable {
    private static let officeOpen = "application/vnd.openxmlformats-officedocument."
    private static let openDocument = "application/vnd.oasis.opendocument."
    /// libmagic's answers for text that is neither markup nor program.
    private static let texts: Set<String> = ["text/plain", "text/csv", "application/csv", "application/json", "message/rfc822"]
    private static let heif: Set<String> = ["image/heic", "image/heif"]

    /// What is taken. The order is that of docs/types.md.
    public static let all: [FileType] = [
        FileType("application/pdf", "PDF", .pdf, ["pdf"], .pdf),
        FileType("image/jpeg", "JPEG", .image, ["jpg", "jpeg", "jpe", "jfif"], .jpeg),
        FileType("image/png", "PNG", .image, ["png"], .png),
        FileType("image/webp", "WebP", .image, ["webp"], .webp),
        FileType("image/gif", "GIF", .image, ["gif"], .gif),
        FileType("image/tiff", "TIFF", .image, ["tif", "tiff"], .tiff),
        FileType("image/heic", "HEIC", .image, ["heic", "heif", "hif"], .heif, magic: heif),
        FileType("image/heif", "HEIF", .image, ["heif", "heic", "hif"], .heif, magic: heif),
        // libmagic knows Office files by their first parts only and says plain ZIP when these stand in another order.
        FileType(
            officeOpen + "wordprocessingml.document", "DOCX", .document, ["docx"], .zip, magic: zipOr("wordprocessingml.document")
        ),
        FileType(officeOpen + "spreadsheetml.sheet", "XLSX", .sheet, ["xlsx"], .zip, magic: zipOr("spreadsheetml.sheet")),
        FileType(openDocument + "text", "ODT", .document, ["odt"], .zip),
        FileType(openDocument + "spreadsheet", "ODS", .sheet, ["ods"], .zip),
        FileType(openDocument + "presentation", "ODP", .slides, ["odp"], .zip),
        FileType("text/csv", "CSV", .text, ["csv"], .text, magic: texts),
        FileType("text/plain", "TXT", .text, ["txt", "text", "log", "md", "tsv", "json", "eml"], .text, magic: texts),
    ]

    private static func zipOr(_ kind: String) -> Set<String> { ["application/zip", officeOpen + kind] }

    /// Every extension that is taken, without the dot.
    public static let extensions: [String] = all.flatMap(\.extensions).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }

    /// The value of a file field's `accept`: `.pdf,.jpg,…`.
    public static let accept = extensions.map { "." + $0 }.joined(separator: ",")

    /// The type that is stored under a media type.
    public static func type(media: String) -> FileType? { all.first { $0.media == media } }

    static let taken = Set(extensions)

    /// The media types that a file can be found to have, going by its name alone; nil: its name says nothing.
    public static func types(named name: FileName) -> Set<String>? {
        guard let ending = name.fileExtension, taken.contains(ending) else { return nil }
        let named = all.filter { $0.extensions.contains(ending) }
        // Images may carry each other's endings.
        let isImage = named.contains { $0.family == .image }
        return Set((isImage ? all.filter { $0.family == .image } : named).map(\.media))
    }

    /// What is not taken, by what a person should be told.
    enum Foreign: String, CaseIterable {
        case webPage, program, archive, oldOffice, macros
    }

    /// Endings of files that are not taken whatever their bytes are. An ending in neither table belongs to no family, and such a
    /// name is given the type's own ending behind it.
    static let foreignExtensions: [String: Foreign] = {
        let words: [(Foreign, String)] = [
            (.webPage, "html htm xhtml xht shtml shtm mht mhtml svg svgz xml xsl xslt xsd rdf rss atom url webloc htc hta maff"),
            (
                .program,
                """
                exe dll com scr pif cpl msi msp msix appx sys drv ocx bat cmd ps1 psm1 psd1 vb vbs vbe js jse mjs cjs ts ws \
                wsf wsc wsh sct sh bash zsh csh ksh py pyc pyw pl rb php phtml phar cgi asp aspx jsp jar war class apk ipa \
                app dmg pkg deb rpm run bin elf so dylib wasm swf lnk inf reg scf desktop application gadget chm hlp iqy \
                settingcontent library search iso img vhd vhdx
                """
            ),
            (.archive, "zip rar 7z gz tgz tar bz2 tbz xz txz zst lz lzma cab arj ace lha lzh zipx epub"),
            (.oldOffice, "doc dot xls xlt xla ppt pot pps rtf mdb accdb pub vsd msg"),
            (.macros, "docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam xll wll slk"),
        ]
        var out: [String: Foreign] = [:]
        for (foreign, list) in words {
            for word in list.split(separator: " ") { out[String(word)] = foreign }
        }
        return out
    }()

    /// What libmagic's answers for foreign bytes mean to a person.
    static func foreign(magic answer: String) -> Foreign? {
        switch answer {
        case "text/html", "text/xml", "application/xml", "application/xhtml+xml", "image/svg+xml", "image/svg": .webPage
        case "application/zip", "application/x-7z-compressed", "application/gzip", "application/x-rar", "application/vnd.rar",
            "application/x-tar", "application/x-bzip2", "application/x-xz", "application/zstd", "application/epub+zip",
            "application/vnd.ms-cab-compressed":
            .archive
        case "application/x-ole-storage", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
            "application/vnd.ms-office", "application/vnd.ms-outlook", "application/CDFV2", "text/rtf":
            .oldOffice
        case "application/vnd.microsoft.portable-executable", "application/x-dosexec", "application/x-executable",
            "application/x-sharedlib", "application/x-pie-executable", "application/x-mach-binary", "application/java-archive",
            "application/vnd.android.package-archive", "application/x-wasm":
            .program
        default: answer.hasPrefix("text/x-") ? .program : nil
        }
    }
}

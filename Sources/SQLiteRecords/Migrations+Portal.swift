import Records

/// What the portal and the staff's workspace keep beside the first records; continues `migrations`.
let portal = [
    Migration(
        "0009 archive",
        """
        SELECT 1;
        """),
    Migration(
        "0010 case work",
        """
        SELECT 1;
        """),
    Migration(
        "0011 mail",
        """
        SELECT 1;
        """),
    Migration(
        "0012 second factor",
        """
        SELECT 1;
        """),
    Migration(
        "0013 messages",
        """
        SELECT 1;
        """),
    Migration(
        "0014 resumable uploads",
        """
        SELECT 1;
        """),
    Migration(
        "0015 previews",
        """
        SELECT 1;
        """),
    Migration(
        "0016 appearance",
        """
        SELECT 1;
        """),
]

/// What is tried first by whoever guesses passwords: the entries of the usual lists that are long enough to be set here,
/// and the words and keyboard rows of which most others are made.
enum CommonPasswords {
    /// Lower case, at least twelve characters, whole.
    static let long = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Lower case; with each other, runs and years they make up most of the lists.
    static let words = Set(parts.split(whereSeparator: \.isWhitespace).map(String.init))

    static let longestWord = words.map(\.count).max() ?? 0

    /// Neighbours: the alphabet, the digits, the rows and columns of keyboards (QWERTY, QWERTZ, AZERTY).
    static let rows: [[Character]] = [
        "abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
        "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "zaq12wsxcde34rfv", "147258369",
        "159357", "ąčęėįšųū90",
    ].map(Array.init)

    /// What stands for which letter when a word is disguised.
    static let disguises: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
    ]

    private static let parts = """
        password passwort passw0rd passwd pass word parole slaptazodis slaptažodis haslo contrasena contraseña senha motdepasse
        wachtwoord salasana parool salasõna lozinka heslo jelszo admin administrator root user guest login test tester testing
        temp temporary default changeme change secret secure security access master super supervisor system server manager
        welcome hello letmein trustno one two three love iloveyou loveyou lovely forever sunshine princess angel baby
        babygirl football baseball basketball soccer hockey monkey dragon shadow michael jordan jennifer jessica charlie
        daniel andrew thomas robert matthew joshua ashley nicole michelle superman batman starwars pokemon computer
        internet google facebook whatever freedom flower summer winter spring autumn january february march april june
        july august september october november december monday tuesday wednesday thursday friday saturday sunday
        qwerty qwertz azerty asdf zxcv abcd lietuva vilnius kaunas klaipeda klaipėda latvija eesti polska warszawa london
        paris berlin york liverpool chelsea arsenal barcelona madrid juventus manchester united zalgiris žalgiris basket
        portal client customer agency office company business work private family mother father daddy mommy honey
        sweetheart beautiful cookie chocolate cheese banana orange apple purple yellow black white silver golden tiger
        mustang ferrari mercedes porsche harley yamaha honda samsung iphone android windows microsoft linux ubuntu oracle
        mysql postgres cisco docker github killer hunter ranger maverick phoenix eagle diamond ginger pepper buster
        tigger snoopy mickey donald pussy fuck fuckyou asshole biteme jesus christ jesuschrist blessed heaven church
        labas labadiena myliutave mylimas meile mama tevai vasara ziema pavasaris ruduo katinas suniukas saulute saulutė
        correcthorsebatterystaple correct horse battery staple unknown nothing something anything everything mypassword
        newpassword oldpassword thepassword yourpassword userpassword adminadmin goodluck blink182 metallica slipknot
        nirvana eminem matrix gandalf frodo hogwarts potter harrypotter minecraft fortnite roblox playstation nintendo
        """

    private static let text = """
        password1234 password12345 password123456 password1234567 password12345678 password123456789 passwordpassword
        passwordpass passwords123 password2020 password2021 password2022 password2023 password2024 password2025 password2026
        password1111 password123! password123!! password@123 password!123 password#123 password_123 password-123 p@ssword1234
        p@ssw0rd1234 p@ssw0rd123! passw0rd1234 passw0rd123! pa$$word1234 p@$$w0rd1234 mypassword123 mypassword1 mypassword12
        newpassword1 newpassword123 yourpassword changeme1234 changeme123! changemenow! changepassword defaultpassword
        123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 12345678900987654321 1234567890987654321
        123123123123 111111111111 000000000000 222222222222 333333333333 444444444444 555555555555 666666666666
        777777777777 888888888888 999999999999 121212121212 112233445566 123321123321 123412341234 123456123456
        098765432109 987654321098 0987654321098 147258369147 147258369000 159357159357 741852963741 789456123789
        789456123000 010203040506 102030405060 101010101010 131313131313 696969696969 420420420420 314159265358
        3141592653589 31415926535897 271828182845 112358132134 192837465564 123654789123 159753159753 753951753951
        qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiop12345 qwertyuiop[] qwertyuiopas qwertyuiopasdf
        qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwerty123456 qwerty1234567 qwerty12345678 qwerty123456789
        qwertyqwerty qwerty123qwe qwerty123qwerty 123456qwerty 1234567890qwerty 123qwe123qwe qwe123qwe123 qweasdzxc123
        123qweasdzxc qweqweqweqwe qazwsxedcrfv qazwsxedc123 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc zaq12wsxcde3
        1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6 q1w2e3r4t5y6u7 asdfghjkl123
        asdfghjkl1234 asdfghjkl;' asdfghjklqwe asdfasdfasdf asdf1234asdf zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfg
        zxcvbnmasdfghjkl zxcvzxcvzxcv mnbvcxzlkjhg poiuytrewq12 poiuytrewqlkjhgfdsa qwertzuiop12 qwertzuiop123 qwertz123456
        azertyuiop12 azertyuiop123 azerty123456 azertyuiopqs abcdefghijkl abcdefghijklm abcdefghijklmnop
        abcdefghijklmnopqrstuvwxyz abcdefgh1234 abcdefg12345 abcdefg123456 abcd1234abcd abcd12345678 abc123abc123 abc123456789
        abcabcabcabc a1b2c3d4e5f6 a1s2d3f4g5h6 aabbccddeeff aaaaaaaaaaaa aaaaaaaaaaaaa zzzzzzzzzzzz xxxxxxxxxxxx
        qqqqqqqqqqqq letmein12345 letmein123456 letmeinplease letmeinletmein letmeinnow123 welcome12345 welcome123456 welcome2020!
        welcome2021! welcome2022! welcome2023! welcome2024! welcome2025! welcome2026! welcometohome welcomewelcome
        welcomehome1 iloveyou1234 iloveyou12345 iloveyou123456 iloveyouforever iloveyousomuch iloveyoubaby iloveyou4ever
        iloveyouiloveyou iloveyou2020 iloveyou2023 ilovemyfamily ilovemymother ilovejesus123 jesuschrist1 jesuslovesme
        jesusisking1 jesus1234567 godisgood123 blessedbethename sunshine1234 sunshine12345 sunshine2020 sunshine2023
        princess1234 princess12345 princess123456 football1234 football12345 footballfan1 baseball1234 baseball2020
        basketball12 basketball123 basketball23 superman1234 superman12345 batman123456 spiderman123 starwars1234
        starwars2020 pokemon12345 pokemon123456 pikachu12345 dragonball12 dragonballz1 dragonballz123 minecraft123
        minecraft1234 michael12345 michaeljordan jennifer1234 jessica12345 charlie12345 charlie123456 daniel123456
        andrew123456 thomas123456 alexander123 alexandra123 christopher1 christopher12 elizabeth123 administrator
        administrator1 administrator123 adminadmin12 adminadmin123 admin1234567 admin12345678 admin123456789 admin@123456
        administrateur rootrootroot rootpassword root12345678 rootroot1234 toortoortoor testtesttest test12345678
        testpassword testpassword1 testing12345 testtest1234 guestguest12 user12345678 userpassword username1234
        usernameusername loginlogin12 secretpassword secretsecret supersecret1 supersecret123 topsecret123 trustnoone12
        trustno1trustno1 accessdenied opensesame12 opensesame123 masterpassword master123456 computer1234 computer12345
        internet1234 internet12345 samsung12345 samsunggalaxy microsoft123 facebook1234 facebook12345 google123456
        googlegoogle linkedin1234 linkedinlinkedin manchester1 manchester12 manchester123 manchesterunited manutd123456
        liverpool123 liverpool1234 liverpoolfc1 chelsea12345 chelseafc123 arsenal12345 barcelona123 barcelona1234
        barcelona10 realmadrid12 realmadrid123 juventus1234 newyork12345 newyorkcity1 california12 california123
        lietuva12345 lietuva123456 lietuvalietuva slaptazodis1 slaptazodis12 slaptazodis123 slaptažodis1 slaptažodis123
        vilnius12345 kaunas123456 zalgiris1234 zalgiris1944 mylimasmylimas myliutave123 labasrytas123 correcthorse
        correcthorsebattery correcthorsebatterystaple thequickbrownfox thequickbrown neverforget1 nevergiveup1
        nevergiveup123 whatever1234 whatever12345 nothing12345 unbelievable unforgettable incorrect123 idontknow123
        idontknow1234 ihateyou1234 fuckyou12345 fuckyou123456 fuckoff12345 motherfucker motherfucker1 imthebest123 lovelovelove
        lovely123456 loveyou12345 forever12345 foreverlove1 foreveryoung christmas123 christmas2023 halloween123
        summer2020!! summer2023!! summer2024!! winter2023!! winter2024!! spring2024!! autumn2024!! september2023
        september2024 november2023 november2024 december2023 december2024 january2024! january2025! february2024
        harrypotter1 harrypotter7 harrypotter123 lordoftherings thelordoftherings hogwarts1234 gandalf12345 metallica123
        blink182blink eminem123456 changethispassword thisismypassword thisisapassword notapassword1 nopassword123
        ineedapassword forgotpassword mustchange123
        """
}

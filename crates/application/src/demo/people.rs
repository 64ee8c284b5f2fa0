//! Made-up people: names from a dozen scripts, with a login and an address that nobody else has.

use rand::{RngExt as _, rngs::StdRng, seq::IndexedRandom as _};
use usher_domain::{
    email_address::EmailAddress,
    names::{DisplayName, InvalidName, Locale, LoginName, Phone},
};

/// Where nobody lives: the domain is reserved for tests (RFC 6761), so that no mail ever arrives.
const DOMAIN: &str = "example.test";

/// A name as its bearers write it, and in the letters of a login.
type Spelled = (&'static str, &'static str);

/// People who share a script and a language.
struct Community {
    locale: &'static str,
    /// What stands between a given and a family name; none: the family name comes first, unspaced.
    space: Option<&'static str>,
    given: [Spelled; 8],
    family: [Spelled; 8],
}

#[rustfmt::skip]
const COMMUNITIES: [Community; 12] = [
    Community { locale: "en", space: Some(" "),
        given: [("Ada", "ada"), ("Grace", "grace"), ("Mary", "mary"), ("Dorothy", "dorothy"), ("Frances", "frances"), ("Karen", "karen"), ("Alan", "alan"), ("Edsger", "edsger")],
        family: [("Ashworth", "ashworth"), ("O’Neil", "oneil"), ("Fairclough", "fairclough"), ("Mac Donald", "macdonald"), ("Wren", "wren"), ("Penhaligon", "penhaligon"), ("Blythe", "blythe"), ("Hargreaves", "hargreaves")] },
    Community { locale: "de", space: Some(" "),
        given: [("Käthe", "kaethe"), ("Jürgen", "juergen"), ("Lieselotte", "lieselotte"), ("Anton", "anton"), ("Änne", "aenne"), ("Björn", "bjoern"), ("Emmy", "emmy"), ("Rosa", "rosa")],
        family: [("Größinger", "groessinger"), ("Müller-Lüdenscheidt", "mueller-luedenscheidt"), ("von der Aue", "vonderaue"), ("Weiß", "weiss"), ("Schäfer", "schaefer"), ("Brandt", "brandt"), ("Köhler", "koehler"), ("Yıldız", "yildiz")] },
    Community { locale: "pt-BR", space: Some(" "),
        given: [("João", "joao"), ("Conceição", "conceicao"), ("Thaís", "thais"), ("Inês", "ines"), ("Luís", "luis"), ("Antônia", "antonia"), ("Gonçalo", "goncalo"), ("Marisa", "marisa")],
        family: [("da Conceição", "daconceicao"), ("Magalhães", "magalhaes"), ("Araújo", "araujo"), ("Simões", "simoes"), ("Figueiredo", "figueiredo"), ("Leitão", "leitao"), ("Brandão", "brandao"), ("Sá", "sa")] },
    Community { locale: "pl", space: Some(" "),
        given: [("Łucja", "lucja"), ("Zbigniew", "zbigniew"), ("Małgorzata", "malgorzata"), ("Stanisław", "stanislaw"), ("Grażyna", "grazyna"), ("Bożena", "bozena"), ("Jędrzej", "jedrzej"), ("Maria", "maria")],
        family: [("Wiśniewska", "wisniewska"), ("Żółkiewski", "zolkiewski"), ("Dąbrowska", "dabrowska"), ("Nowak", "nowak"), ("Gałczyńska", "galczynska"), ("Święcicki", "swiecicki"), ("Źrebiec", "zrebiec"), ("Kowalczyk", "kowalczyk")] },
    Community { locale: "uk", space: Some(" "),
        given: [("Олена", "olena"), ("Тарас", "taras"), ("Ярослава", "yaroslava"), ("Їва", "yiva"), ("Дмитро", "dmytro"), ("Ганна", "hanna"), ("Софія", "sofiia"), ("Андрій", "andrii")],
        family: [("Шевченко", "shevchenko"), ("Ковальчук", "kovalchuk"), ("Лисенко", "lysenko"), ("Ґалаґан", "galagan"), ("Бойко", "boiko"), ("Мельник", "melnyk"), ("Кравець", "kravets"), ("Щербина", "shcherbyna")] },
    Community { locale: "el", space: Some(" "),
        given: [("Ελένη", "eleni"), ("Γιώργος", "giorgos"), ("Σοφία", "sofia"), ("Υπατία", "ypatia"), ("Νίκος", "nikos"), ("Αγγελική", "angeliki"), ("Θάλεια", "thaleia"), ("Οδυσσέας", "odysseas")],
        family: [("Παπαδοπούλου", "papadopoulou"), ("Γεωργίου", "georgiou"), ("Καραγιάννης", "karagiannis"), ("Νικολάου", "nikolaou"), ("Ξενάκης", "xenakis"), ("Βλάχος", "vlachos"), ("Ιωάννου", "ioannou"), ("Δήμου", "dimou")] },
    Community { locale: "ar", space: Some(" "),
        given: [("فاطمة", "fatima"), ("أحمد", "ahmad"), ("ليلى", "layla"), ("يوسف", "yusuf"), ("مريم", "maryam"), ("خالد", "khalid"), ("زينب", "zaynab"), ("عمر", "omar")],
        family: [("الفهري", "alfihri"), ("حدّاد", "haddad"), ("النجّار", "annajjar"), ("المصري", "almasri"), ("الخطيب", "alkhatib"), ("بن علي", "benali"), ("منصور", "mansour"), ("الإدريسي", "alidrisi")] },
    Community { locale: "he", space: Some(" "),
        given: [("עדה", "ada"), ("נועה", "noa"), ("יעל", "yael"), ("דוד", "david"), ("שירה", "shira"), ("אבנר", "avner"), ("תמר", "tamar"), ("רות", "rut")],
        family: [("כהן", "cohen"), ("לוי", "levi"), ("מזרחי", "mizrahi"), ("פרץ", "peretz"), ("ביטון", "biton"), ("דהן", "dahan"), ("אברהם", "avraham"), ("פרידמן", "friedman")] },
    Community { locale: "hi", space: Some(" "),
        given: [("आदित्य", "aditya"), ("प्रिया", "priya"), ("सरस्वती", "sarasvati"), ("अर्जुन", "arjun"), ("नेहा", "neha"), ("शकुन्तला", "shakuntala"), ("विक्रम", "vikram"), ("मीरा", "mira")],
        family: [("शर्मा", "sharma"), ("गुप्ता", "gupta"), ("सिंह", "singh"), ("चौधरी", "chaudhari"), ("मिश्रा", "mishra"), ("पटेल", "patel"), ("जोशी", "joshi"), ("अय्यर", "iyer")] },
    Community { locale: "zh", space: None,
        given: [("健雄", "jianxiong"), ("秀英", "xiuying"), ("伟", "wei"), ("芳", "fang"), ("静怡", "jingyi"), ("志明", "zhiming"), ("雪", "xue"), ("子涵", "zihan")],
        family: [("吴", "wu"), ("王", "wang"), ("李", "li"), ("欧阳", "ouyang"), ("张", "zhang"), ("陈", "chen"), ("司马", "sima"), ("林", "lin")] },
    Community { locale: "ja", space: None,
        given: [("花子", "hanako"), ("太郎", "taro"), ("さくら", "sakura"), ("健一", "kenichi"), ("ユキ", "yuki"), ("葵", "aoi"), ("蓮", "ren"), ("美咲", "misaki")],
        family: [("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("渡邉", "watanabe"), ("山本", "yamamoto"), ("小林", "kobayashi"), ("斎藤", "saito"), ("五十嵐", "igarashi")] },
    Community { locale: "ko", space: None,
        given: [("서연", "seoyeon"), ("민준", "minjun"), ("지우", "jiu"), ("하은", "haeun"), ("도윤", "doyun"), ("수빈", "subin"), ("예준", "yejun"), ("은지", "eunji")],
        family: [("김", "kim"), ("이", "yi"), ("박", "pak"), ("최", "choe"), ("정", "jeong"), ("강", "kang"), ("남궁", "namgung"), ("윤", "yun")] },
];

/// What is known of a person before anything has happened to her.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Person {
    pub(super) name: DisplayName,
    pub(super) login: LoginName,
    pub(super) email: EmailAddress,
    pub(super) phone: Option<Phone>,
    pub(super) locale: Option<Locale>,
}

/// The `index`-th person; her number is part of her login, so that no two people share one.
pub(super) fn person(index: u64, chance: &mut StdRng) -> Result<Person, InvalidName> {
    let community = &COMMUNITIES[chance.random_range(0..COMMUNITIES.len())];
    let some = |names: &[Spelled; 8], chance: &mut StdRng| {
        names.choose(chance).copied().unwrap_or_default()
    };
    let (given, family) = (
        some(&community.given, chance),
        some(&community.family, chance),
    );
    let name = match community.space {
        Some(space) => format!("{}{space}{}", given.0, family.0),
        None => format!("{}{}", family.0, given.0),
    };
    let login = format!("{}.{}.{index}", given.1, family.1);
    let has_phone = chance.random_ratio(1, 4);
    let phone = has_phone.then(|| Phone::parse(&format!("+49 555 {:07}", index % 10_000_000)));
    let says_locale = chance.random_ratio(2, 3);
    let locale = says_locale.then(|| Locale::parse(community.locale));
    Ok(Person {
        name: DisplayName::parse(&name)?,
        email: EmailAddress::parse(&format!("{login}@{DOMAIN}"))
            .map_err(|_| InvalidName::Character)?,
        login: LoginName::parse(&login)?,
        phone: phone.transpose()?,
        locale: locale.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn every_name_of_every_community_is_a_valid_one() {
        for community in &COMMUNITIES {
            assert!(Locale::parse(community.locale).is_ok());
            for (written, spelled) in community.given.iter().chain(&community.family) {
                let spellable = |c: char| c.is_ascii_lowercase() || c == '-';
                assert!(DisplayName::parse(written).is_ok(), "{written}");
                assert!(spelled.chars().all(spellable), "{spelled}");
            }
        }
    }

    #[test]
    fn no_two_people_share_a_login_and_many_scripts_occur() {
        let mut chance = StdRng::seed_from_u64(1);
        let people: Vec<Person> = (0..500)
            .map(|index| person(index, &mut chance).unwrap())
            .collect();
        let logins: HashSet<String> = people.iter().map(|person| person.login.folded()).collect();
        assert_eq!(logins.len(), people.len());
        for letter in ['a', 'ü', 'о', 'α', 'م', 'ה', 'र', '王', '藤', '김'] {
            let occurs = |person: &Person| person.name.as_str().contains(letter);
            assert!(people.iter().any(occurs), "{letter}");
        }
    }
}

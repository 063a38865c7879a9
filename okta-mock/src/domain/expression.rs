//! The part of Okta's Expression Language that conditions of group rules are written in:
//! <https://developer.okta.com/docs/reference/okta-expression-language/>.

use serde_json::Value;

/// A condition on a user.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression(Node);

#[derive(Debug, Clone, PartialEq)]
enum Node {
    // Chains are flat: however long one is, reading, asking and dropping it goes no
    // deeper than its parentheses, which the parser bounds.
    Or(Vec<Node>),
    And(Vec<Node>),
    Not(Box<Node>),
    Compare(Operator, Operand, Operand),
    Call(Function, Vec<Operand>),
    /// An attribute that is true or false by itself.
    Truth(Operand),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    StringContains,
    StartsWith,
    EndsWith,
    InGroup,
    InAnyGroup,
    InGroupNamed,
    InGroupStartingWith,
}

const FUNCTIONS: &[(&str, Function)] = &[
    ("String.stringContains", Function::StringContains),
    ("String.startsWith", Function::StartsWith),
    ("String.endsWith", Function::EndsWith),
    ("isMemberOfGroup", Function::InGroup),
    ("isMemberOfAnyGroup", Function::InAnyGroup),
    ("isMemberOfGroupName", Function::InGroupNamed),
    (
        "isMemberOfGroupNameStartsWith",
        Function::InGroupStartingWith,
    ),
];

#[derive(Debug, Clone, PartialEq)]
enum Operand {
    Literal(Value),
    Attribute(String),
}

/// Tells whether a user is in any group that fulfils a condition.
pub(crate) type Membership<'a> = dyn Fn(&dyn Fn(&Value) -> bool) -> bool + 'a;

/// An expression is not nested deeper than this.
const DEEPEST: usize = 32;

/// Nor longer than this, in bytes: as long as a search.
const LONGEST: usize = 8192;

impl Expression {
    /// Reads an expression, or says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} characters"));
        }
        let mut parser = Parser {
            tokens: tokens(text)?,
            at: 0,
            depth: 0,
        };
        let node = parser.or()?;
        match parser.tokens.get(parser.at) {
            None => Ok(Self(node)),
            Some(token) => Err(format!("unexpected {token:?}")),
        }
    }

    /// Whether a user with this profile fulfils it; `is_member` tells whether the user is
    /// in any group that fulfils a condition.
    pub(crate) fn holds(&self, profile: &Value, is_member: &Membership<'_>) -> bool {
        self.0.holds(profile, is_member)
    }
}

impl Node {
    fn holds(&self, profile: &Value, is_member: &Membership<'_>) -> bool {
        match self {
            Self::Or(any) => any.iter().any(|node| node.holds(profile, is_member)),
            Self::And(all) => all.iter().all(|node| node.holds(profile, is_member)),
            Self::Not(a) => !a.holds(profile, is_member),
            Self::Truth(operand) => operand.value(profile) == &Value::Bool(true),
            Self::Compare(operator, a, b) => compare(*operator, a.value(profile), b.value(profile)),
            Self::Call(function, operands) => {
                let texts: Vec<&str> = operands
                    .iter()
                    .map(|operand| operand.value(profile).as_str().unwrap_or_default())
                    .collect();
                let (first, second) = (texts.first().copied(), texts.get(1).copied());
                let (first, second) = (first.unwrap_or_default(), second.unwrap_or_default());
                match function {
                    Function::StringContains => first.contains(second),
                    Function::StartsWith => first.starts_with(second),
                    Function::EndsWith => first.ends_with(second),
                    Function::InGroup | Function::InAnyGroup => {
                        is_member(&|group| texts.iter().any(|text| group["id"] == *text))
                    }
                    Function::InGroupNamed => is_member(&|group| group["profile"]["name"] == first),
                    Function::InGroupStartingWith => is_member(&|group| {
                        group["profile"]["name"]
                            .as_str()
                            .is_some_and(|name| name.starts_with(first))
                    }),
                }
            }
        }
    }
}

/// A chain of one is that one.
fn chain(mut nodes: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Node {
    match (nodes.pop(), nodes.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            nodes.extend(last);
            many(nodes)
        }
    }
}

impl Operand {
    fn value<'v>(&'v self, profile: &'v Value) -> &'v Value {
        match self {
            Self::Literal(value) => value,
            Self::Attribute(name) => &profile[name.as_str()],
        }
    }
}

fn compare(operator: Operator, a: &Value, b: &Value) -> bool {
    let order = match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    };
    match operator {
        Operator::Equal => a == b,
        Operator::NotEqual => a != b,
        Operator::Less => order.is_some_and(std::cmp::Ordering::is_lt),
        Operator::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
        Operator::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
        Operator::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

const SIGNS: &[&str] = &[
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "(", ")", ",", "!",
];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else if first == '"' || first == '\'' {
            let (quoted, behind) = rest[1..]
                .split_once(first)
                .ok_or("a quotation mark is missing")?;
            tokens.push(Token::Text(quoted.to_owned()));
            rest = behind;
        } else {
            let end = rest
                .find(|letter: char| !(letter.is_alphanumeric() || "._-$".contains(letter)))
                .unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if word.is_empty() {
                return Err(format!("unexpected {first:?}"));
            }
            tokens.push(match word.parse::<f64>() {
                Ok(number) if first.is_ascii_digit() || first == '-' => Token::Number(number),
                _ => Token::Word(word.to_owned()),
            });
            rest = behind;
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Steps over the next token if it is one of these signs or words.
    fn skip(&mut self, any: &[&str]) -> bool {
        let found = match self.tokens.get(self.at) {
            Some(Token::Sign(sign)) => any.contains(sign),
            Some(Token::Word(word)) => any.iter().any(|known| known.eq_ignore_ascii_case(word)),
            _ => false,
        };
        self.at += usize::from(found);
        found
    }

    fn or(&mut self) -> Result<Node, String> {
        let first = self.and()?;
        let mut nodes = vec![first];
        while self.skip(&["||", "or"]) {
            nodes.push(self.and()?);
        }
        Ok(chain(nodes, Node::Or))
    }

    fn and(&mut self) -> Result<Node, String> {
        let first = self.not()?;
        let mut nodes = vec![first];
        while self.skip(&["&&", "and"]) {
            nodes.push(self.not()?);
        }
        Ok(chain(nodes, Node::And))
    }

    fn not(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let node = if self.skip(&["!", "not"]) {
            Node::Not(Box::new(self.not()?))
        } else if self.skip(&["("]) {
            let node = self.or()?;
            if !self.skip(&[")"]) {
                return Err("a closing parenthesis is missing".to_owned());
            }
            node
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn comparison(&mut self) -> Result<Node, String> {
        if let Some(Token::Word(word)) = self.tokens.get(self.at)
            && let Some((_, function)) = FUNCTIONS.iter().find(|(name, _)| name == word)
        {
            self.at += 1;
            return self.call(*function);
        }
        let left = self.operand()?;
        let operator = [
            ("==", Operator::Equal),
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ]
        .into_iter()
        .find(|(sign, _)| self.skip(&[sign]));
        match operator {
            Some((_, operator)) => Ok(Node::Compare(operator, left, self.operand()?)),
            None => Ok(Node::Truth(left)),
        }
    }

    fn call(&mut self, function: Function) -> Result<Node, String> {
        if !self.skip(&["("]) {
            return Err("an opening parenthesis is missing".to_owned());
        }
        let mut operands = vec![self.operand()?];
        while self.skip(&[","]) {
            operands.push(self.operand()?);
        }
        if !self.skip(&[")"]) {
            return Err("a closing parenthesis is missing".to_owned());
        }
        Ok(Node::Call(function, operands))
    }

    fn operand(&mut self) -> Result<Operand, String> {
        match self.take() {
            Some(Token::Text(text)) => Ok(Operand::Literal(text.into())),
            Some(Token::Number(number)) => Ok(Operand::Literal(
                // Whole numbers compare with the integers of profiles.
                serde_json::from_str(&number.to_string()).unwrap_or_default(),
            )),
            Some(Token::Word(word)) => match word.as_str() {
                "null" => Ok(Operand::Literal(Value::Null)),
                "true" => Ok(Operand::Literal(Value::Bool(true))),
                "false" => Ok(Operand::Literal(Value::Bool(false))),
                word => word
                    .strip_prefix("user.")
                    .filter(|name| !name.is_empty() && !name.contains('.'))
                    .map(|name| Operand::Attribute(name.to_owned()))
                    .ok_or_else(|| format!("unknown name {word}")),
            },
            Some(token) => Err(format!("unexpected {token:?}")),
            None => Err("it ends too early".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions() {
        let profile = json!({
            "department": "Sales", "title": "Head of Sales", "age": 41, "intern": false, "remote": true,
        });
        let group = json!({"id": "00g1", "profile": {"name": "Staff Berlin"}});
        for (expression, expected) in [
            (r#"user.department=="Sales""#, true),
            ("user.department == 'Support'", false),
            (r#"user.department != "Sales""#, false),
            (r#"user.department=="Sales" AND user.age > 40"#, true),
            (
                r#"user.department=="Support" OR user.age <= 41 && user.remote"#,
                true,
            ),
            (r"!(user.age < 41) and NOT user.intern", true),
            ("user.age == 41", true),
            ("user.costCenter == null", true),
            ("user.costCenter > 3", false),
            (r#"String.stringContains(user.title, "of")"#, true),
            (r#"String.startsWith(user.title, "of")"#, false),
            (r#"String.endsWith(user.title, "Sales")"#, true),
            (r#"isMemberOfAnyGroup("00g0", "00g1")"#, true),
            (r#"isMemberOfGroupName("Staff")"#, false),
            (r#"isMemberOfGroupNameStartsWith("Staff")"#, true),
        ] {
            let parsed = Expression::parse(expression).unwrap();
            let holds = parsed.holds(&profile, &|wanted| wanted(&group));
            assert_eq!(holds, expected, "{expression}");
        }
    }

    #[test]
    fn length_and_depth_are_bounded_and_width_is_flat() {
        let profile = json!({ "a": 1 });
        for (sign, expected) in [(" || ", true), ("&&", false)] {
            let wide = vec!["user.a==2"; 600].join(sign) + sign + "user.a==1";
            let parsed = Expression::parse(&wide).unwrap();
            assert_eq!(parsed.holds(&profile, &|_| false), expected);
        }
        for many in [
            vec!["user.a==1"; 4100].join(" or "),
            vec!["true"; 4100].join("&&"),
            "!".repeat(LONGEST - 6) + "user.a",
            "not ".repeat(1000) + "user.a",
            "(".repeat(4000) + "user.a" + &")".repeat(4000),
        ] {
            assert!(Expression::parse(&many).is_err(), "{many:.20}");
        }
    }

    #[test]
    fn mistakes_are_refused() {
        let deep = "(".repeat(10_000);
        for expression in [
            "",
            "user.",
            "user.a ==",
            "department == 'x'",
            "user.a == 'x",
            "(user.a",
            "user.a user.b",
            "user.a = 'x'",
            "String.startsWith user.a",
            "isMemberOfGroup(",
            &deep,
            "ä§",
        ] {
            assert!(Expression::parse(expression).is_err(), "{expression}");
        }
    }
}

//! A server on an embedded org, and a client of any protocol version that answers
//! questions as told.
pub mod program;
pub mod samples;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use okta_mcp::{
    audit::Audit,
    catalogue::Catalogue,
    confirm::Seals,
    engine::{Engine, Settings},
    org::Org,
    policy::Policy,
    search::Search,
    server::Server,
};
use okta_mock::Limits;
use rmcp::{
    ClientHandler, ClientServiceExt as _, ErrorData, RoleClient, ServiceExt as _,
    model::{
        CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig,
        ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationCapability,
        FormElicitationCapability, Implementation, JsonObject, ProtocolVersion,
    },
    service::{ClientLifecycleMode, RequestContext, RunningService},
};
use serde_json::{Value, json};

/// How a server is started.
pub struct Setup {
    pub users: u32,
    pub allow: Vec<&'static str>,
    pub policy: Option<&'static str>,
    pub settings: Settings,
    pub catalogue: Option<Catalogue>,
    pub audit: Option<std::path::PathBuf>,
    /// Where the org records its traffic.
    pub har: Option<std::path::PathBuf>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            users: 20,
            allow: Vec::new(),
            policy: None,
            settings: Settings::default(),
            catalogue: None,
            audit: None,
            har: None,
        }
    }
}

/// Everything is opened, and a person decides where one has to.
pub const EVERYTHING: [&str; 5] = ["write", "replace", "destroy", "privilege", "credential"];

/// An org and a server for it.
pub struct World {
    pub org: okta_mock::Org,
    pub engine: Arc<Engine>,
}

impl Setup {
    pub fn open() -> Self {
        Self {
            allow: EVERYTHING.to_vec(),
            ..Self::default()
        }
    }

    pub async fn start(self) -> World {
        let mut org = okta_mock::Org::builder()
            .users(self.users)
            .limits(Limits::none());
        if let Some(file) = &self.har {
            org = org.har(file);
        }
        let org = org.start().await.unwrap();
        let client = org.client();
        self.start_on(org, client)
    }

    /// A server with a client of its own.
    pub fn start_on(self, org: okta_mock::Org, client: okta_api::Client) -> World {
        let catalogue = self
            .catalogue
            .unwrap_or_else(|| Catalogue::built_in().unwrap());
        let search = Search::new(&catalogue).unwrap();
        let allow: Vec<String> = self.allow.iter().map(|class| (*class).to_owned()).collect();
        let file = self.policy.map(|text| {
            let path = temporary("policy.yaml");
            std::fs::write(&path, text).unwrap();
            path
        });
        let policy = Policy::new(&allow, file.as_deref(), &catalogue).unwrap();
        let org_of_server = Org::new(client, "acme.okta.example".into());
        let seals = Seals::new(self.settings.confirm_within).unwrap();
        let audit = Audit::new("test".into(), self.audit.as_deref()).unwrap();
        let engine = Engine::new(
            catalogue,
            search,
            policy,
            org_of_server,
            seals,
            audit,
            self.settings,
        );
        World { org, engine }
    }
}

/// A path for a file of one test.
pub fn temporary(name: &str) -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("okta-mcp-test-{}", unique()));
    std::fs::create_dir_all(&dir).unwrap();
    dir.join(name)
}

/// A name that nothing else has.
pub fn unique() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// What the person does when asked.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Types the name that the question asks for, and accepts.
    Accept,
    /// Accepts, but types this.
    Type(String),
    /// Accepts without having typed anything.
    AcceptEmpty,
    Decline,
    Cancel,
    /// Never answers.
    Silence,
    /// The client fails.
    Fail,
    /// The client cannot ask, and says so.
    NoCapability,
}

/// A client that answers questions as told, and remembers them.
#[derive(Clone)]
pub struct Asker {
    pub answer: Arc<Mutex<Answer>>,
    pub questions: Arc<Mutex<Vec<String>>>,
    /// What the server sent besides answers and questions.
    pub notes: Arc<Mutex<Vec<String>>>,
    version: ProtocolVersion,
    progress: Arc<Mutex<u32>>,
}

impl Asker {
    pub fn questions(&self) -> Vec<String> {
        self.questions.lock().unwrap().clone()
    }

    pub fn progress(&self) -> u32 {
        *self.progress.lock().unwrap()
    }
}

/// The name that a question asks for.
pub fn name_in(question: &str) -> String {
    let (_, name) = question
        .rsplit_once("type: ")
        .expect("a question ends in the name");
    name.to_owned()
}

impl ClientHandler for Asker {
    fn get_info(&self) -> ClientConfig {
        let capabilities = match *self.answer.lock().unwrap() {
            Answer::NoCapability => ClientCapabilities::default(),
            _ => capabilities(),
        };
        let mut config = ClientConfig::new(capabilities, Implementation::new("test-client", "1.0"));
        config.protocol_version = self.version.clone();
        config
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let ElicitRequestParams::FormElicitationParams { message, .. } = request else {
            panic!("only forms are asked for");
        };
        self.questions.lock().unwrap().push(message.clone());
        let answer = self.answer.lock().unwrap().clone();
        let typed = |name: String| {
            ElicitResult::new(ElicitationAction::Accept).with_content(json!({"name": name}))
        };
        match answer {
            Answer::Accept => Ok(typed(name_in(&message))),
            Answer::Type(name) => Ok(typed(name)),
            Answer::AcceptEmpty => Ok(ElicitResult::new(ElicitationAction::Accept)),
            Answer::Decline => Ok(ElicitResult::new(ElicitationAction::Decline)),
            Answer::Cancel => Ok(ElicitResult::new(ElicitationAction::Cancel)),
            Answer::Silence => std::future::pending().await,
            Answer::Fail | Answer::NoCapability => Err(ErrorData::internal_error("broken", None)),
        }
    }

    async fn on_progress(
        &self,
        params: rmcp::model::ProgressNotificationParam,
        _context: rmcp::service::NotificationContext<RoleClient>,
    ) {
        self.notes.lock().unwrap().push(format!("{params:?}"));
        *self.progress.lock().unwrap() += 1;
    }

    // Whatever the protocol thinks of logging: nothing may be told that way either.
    #[allow(deprecated)]
    async fn on_logging_message(
        &self,
        params: rmcp::model::LoggingMessageNotificationParam,
        _context: rmcp::service::NotificationContext<RoleClient>,
    ) {
        self.notes.lock().unwrap().push(format!("{params:?}"));
    }
}

pub fn capabilities() -> ClientCapabilities {
    let mut capabilities = ClientCapabilities::default();
    capabilities.elicitation =
        Some(ElicitationCapability::new().with_form(FormElicitationCapability::new()));
    capabilities
}

/// A connected client.
pub struct Session {
    pub running: RunningService<RoleClient, Asker>,
    pub asker: Asker,
}

pub const NEWEST: ProtocolVersion = ProtocolVersion::V_2026_07_28;

impl World {
    /// A client of the newest version that accepts everything.
    pub async fn client(&self) -> Session {
        self.client_of(NEWEST, Answer::Accept).await
    }

    pub async fn client_of(&self, version: ProtocolVersion, answer: Answer) -> Session {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let server = Server::new(Arc::clone(&self.engine));
        tokio::spawn(async move {
            if let Ok(running) = server.serve(theirs).await {
                let _ = running.waiting().await;
            }
        });
        connect(ours, version, answer).await
    }

    /// The changes that the org was asked for.
    pub fn writes(&self) -> Vec<String> {
        self.org
            .journal()
            .entries()
            .iter()
            .filter(|entry| entry.method != http::Method::GET)
            .map(|entry| format!("{} {}", entry.method, entry.path))
            .collect()
    }
}

pub async fn connect<T, E, A>(transport: T, version: ProtocolVersion, answer: Answer) -> Session
where
    T: rmcp::transport::IntoTransport<RoleClient, E, A>,
    E: std::error::Error + Send + Sync + 'static,
{
    let asker = Asker {
        answer: Arc::new(Mutex::new(answer)),
        questions: Arc::default(),
        notes: Arc::default(),
        version: version.clone(),
        progress: Arc::default(),
    };
    let lifecycle = if version.as_str() >= NEWEST.as_str() {
        ClientLifecycleMode::Discover {
            preferred_versions: vec![version],
        }
    } else {
        ClientLifecycleMode::Initialize
    };
    let running = asker
        .clone()
        .serve_with_lifecycle(transport, lifecycle)
        .await
        .unwrap();
    Session { running, asker }
}

impl Session {
    /// Calls a tool; questions are answered as told.
    pub async fn call(&self, tool: &'static str, arguments: Value) -> Answered {
        let result = self.try_call(tool, arguments).await;
        Answered::of(result.unwrap_or_else(|error| panic!("{tool}: {error}")))
    }

    pub async fn try_call(
        &self,
        tool: &'static str,
        arguments: Value,
    ) -> Result<CallToolResult, rmcp::ServiceError> {
        let params = params(tool, arguments);
        tokio::time::timeout(Duration::from_secs(60), self.running.call_tool(params))
            .await
            .unwrap_or_else(|_| panic!("{tool} does not end"))
    }

    pub async fn okta(&self, operation: &str, arguments: Value) -> Answered {
        self.call(
            "okta_call",
            json!({"operation": operation, "arguments": arguments}),
        )
        .await
    }
}

pub fn params(tool: &'static str, arguments: Value) -> CallToolRequestParams {
    let arguments: JsonObject = serde_json::from_value(arguments).unwrap();
    CallToolRequestParams::new(tool).with_arguments(arguments)
}

/// What a tool answered.
#[derive(Debug)]
pub struct Answered {
    pub value: Value,
    pub failed: bool,
    pub bytes: usize,
}

impl Answered {
    pub fn of(result: CallToolResult) -> Self {
        let value = result
            .structured_content
            .expect("there is structured content");
        let text = match result.content.as_slice() {
            [block] => block.as_text().expect("the content is text").text.clone(),
            content => panic!("{content:?}"),
        };
        let same: Value = serde_json::from_str(&text).expect("the text is JSON");
        assert_eq!(same, value, "text and structure are the same");
        Self {
            value,
            failed: result.is_error == Some(true),
            bytes: text.len(),
        }
    }

    /// The value of a success.
    pub fn good(self) -> Value {
        assert!(!self.failed, "{:#}", self.value);
        self.value
    }

    /// The value of a failure.
    pub fn bad(self) -> Value {
        assert!(self.failed, "{:#}", self.value);
        self.value
    }
}

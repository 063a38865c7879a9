//! A certificate of the program's own making, and the authority behind it.

use std::{
    fs::{self, File},
    io::Write,
    net::IpAddr,
    path::{Path, PathBuf},
};

use chrono::{Datelike, TimeDelta, Utc};
use okta_mock::Tls;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};

/// What clients trust is in a file as long as this lives; the keys are in memory only.
pub(crate) struct Certificate {
    pub(crate) tls: Tls,
    /// The authority's certificate, in PEM form.
    pub(crate) path: PathBuf,
}

impl Drop for Certificate {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Certificate {
    /// Makes one for this address, for this machine, and for the host of this URL.
    pub(crate) fn new(host: IpAddr, public_url: Option<&str>) -> Result<Self, String> {
        let mut names = vec!["localhost".into(), "127.0.0.1".into(), "::1".into()];
        names.push(host.to_string());
        let public = public_url.and_then(|url| url::Url::parse(url).ok());
        let public = public.as_ref().and_then(url::Url::host_str);
        names.extend(public.map(|host| host.trim_matches(['[', ']']).to_owned()));
        names.dedup();
        let (chain, key, authority) = make(names).map_err(|problem| problem.to_string())?;
        let tls = Tls::from_pem(chain.as_bytes(), key.as_bytes());
        let tls = tls.map_err(|problem| problem.to_string())?;
        let path = std::env::temp_dir().join(format!("okta-mock-{}.pem", std::process::id()));
        write(&path, &authority).map_err(|problem| format!("{}: {problem}", path.display()))?;
        Ok(Self { tls, path })
    }
}

/// The chain, the key of its first certificate, and the authority, all in PEM form.
fn make(names: Vec<String>) -> Result<(String, String, String), rcgen::Error> {
    let mut authority = parameters(Vec::new(), "okta-mock authority")?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let mut own = parameters(names, "okta-mock")?;
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    own.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = own.signed_by(&key, &authority)?;
    Ok((certificate.pem(), key.serialize_pem(), authority.pem()))
}

fn parameters(names: Vec<String>, name: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut parameters = CertificateParams::new(names)?;
    parameters.distinguished_name.push(DnType::CommonName, name);
    // Some clients refuse what is good for longer than two years.
    let day = |time: chrono::DateTime<Utc>| {
        let (month, day) = (time.month() as u8, time.day() as u8);
        rcgen::date_time_ymd(time.year(), month, day)
    };
    let now = Utc::now();
    parameters.not_before = day(now - TimeDelta::days(2));
    parameters.not_after = day(now + TimeDelta::days(365));
    Ok(parameters)
}

/// Writes a new file: nobody else's, and no link of theirs.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    File::create_new(path)?.write_all(text.as_bytes())
}

/// The variables by which clients come to trust this file.
pub(crate) fn variables(path: Option<&Path>) -> Vec<(&'static str, String)> {
    let Some(path) = path else {
        return Vec::new();
    };
    let path = path.display().to_string();
    ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"]
        .map(|name| (name, path.clone()))
        .into()
}

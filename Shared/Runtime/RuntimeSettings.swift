import Audit
package import Core

/// The settings of every process of the suite; a service adds its own.
package enum RuntimeSettings {
    package static let data = Setting(
        "CRM_DATA", default: "", "Folder of the embedded arrangement: one SQLite file per service, mail, keys.")
    package static let databaseURL = Setting(
        "CRM_DATABASE_URL", default: "", "PostgreSQL, postgres://user:password@host/database; each service uses its own schema.",
        secret: true)
    package static let connections = Setting(
        "CRM_DATABASE_CONNECTIONS", default: "16",
        "PostgreSQL connections of each service: for requests, jobs and each partition read.")
    package static let kafka = Setting(
        "CRM_KAFKA", default: "", "Kafka bootstrap servers, host:port,host:port; empty: events stay in this process.")
    package static let kafkaOptions = Setting(
        "CRM_KAFKA_OPTIONS", default: "",
        "Further librdkafka settings, name=value;name=value, for TLS and passwords (security.protocol, sasl.mechanism …).",
        secret: true)
    package static let kafkaPartitions = Setting(
        "CRM_KAFKA_PARTITIONS", default: "6", "Partitions of topics that are made at start.")
    package static let kafkaReplication = Setting(
        "CRM_KAFKA_REPLICATION", default: "1", "Copies of topics that are made at start.")
    package static let listen = Setting("CRM_LISTEN", default: "127.0.0.1:8080", "Where to listen, host:port.")
    package static let certificate = Setting(
        "CRM_TLS_CERTIFICATE", default: "", "Certificate chain (PEM); with a key, HTTPS is served. Read again on SIGHUP.")
    package static let key = Setting("CRM_TLS_KEY", default: "", "Private key of the certificate (PEM file).")
    package static let loops = Setting("CRM_LOOPS", default: "0", "Event loops of the HTTP server; 0: one per core.")
    package static let logLevel = Setting("CRM_LOG_LEVEL", default: "info", "debug, info, notice, warning or error.")
    package static let logFormat = Setting(
        "CRM_LOG_FORMAT", default: "auto", "text, json, or auto: text on a terminal and JSON lines elsewhere.")
    package static let drain = Setting(
        "CRM_DRAIN_SECONDS", default: "8", "How long running requests and jobs may take to end at a stop.")
    package static let internalKey = Setting(
        "CRM_INTERNAL_KEY", default: "",
        "File with the key that the gateway signs internal tokens with (crm keys create makes it).")
    package static let internalPublicKey = Setting(
        "CRM_INTERNAL_PUBLIC_KEY", default: "", "File with the public part of that key, for the services behind the gateway.")
    package static let peers = Setting(
        "CRM_PEERS", default: "", "The services behind the gateway, name=host:port,name=host:port.")
    package static let jobDays = Setting("CRM_JOB_DAYS", default: "14", "Days that finished jobs are kept.")
    package static let inboxDays = Setting(
        "CRM_INBOX_DAYS", default: "30", "Days that ids of applied events are kept; longer than the longest replay.")

    package static let token = Setting(
        "CRM_TOKEN", default: "", "The token of commands that talk to a running server (crm replay).",
        secret: true)

    package static let all = [
        data, databaseURL, connections, kafka, kafkaOptions, kafkaPartitions, kafkaReplication, listen, certificate, key, loops,
        logLevel, logFormat, drain, internalKey, internalPublicKey, peers, jobDays, inboxDays, AuditRetention.days,
        AuditAlarm.viewed, AuditAlarm.exported, token,
    ]
}

import CKafka
import Events

extension KafkaHandle {
    /// Queues a copy of the record; its outcome comes as an event with `ticket`. Returns why it cannot be queued.
    func produce(_ record: Record, ticket: UInt) -> PublishResult? {
        guard let topic = topic(record.topic) else { return .unavailable(KafkaError(rd_kafka_last_error()).description) }
        let headers = rd_kafka_headers_new(record.headers.count)
        for header in record.headers {
            rd_kafka_header_add(headers, header.name, -1, header.value, header.value.count)
        }
        var key = record.key
        let error = record.value.withUnsafeBytes { value in
            guard var key else { return send(topic, key: nil, value: value, headers: headers, ticket: ticket) }
            return key.withUTF8 { key in
                send(topic, key: UnsafeRawBufferPointer(key), value: value, headers: headers, ticket: ticket)
            }
        }
        key = nil
        guard let error else { return nil }
        rd_kafka_headers_destroy(headers)
        return Self.outcome(error)
    }

    private func send(
        _ topic: OpaquePointer, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer, headers: OpaquePointer?, ticket: UInt
    ) -> rd_kafka_resp_err_t? {
        func argument(_ type: rd_kafka_vtype_t, _ set: (inout rd_kafka_vu_t) -> Void) -> rd_kafka_vu_t {
            var argument = rd_kafka_vu_t()
            argument.vtype = type
            set(&argument)
            return argument
        }
        var arguments = [
            argument(RD_KAFKA_VTYPE_RKT) { $0.u.rkt = topic },
            argument(RD_KAFKA_VTYPE_MSGFLAGS) { $0.u.i = Int32(RD_KAFKA_MSG_F_COPY) },
            argument(RD_KAFKA_VTYPE_VALUE) {
                $0.u.mem.ptr = UnsafeMutableRawPointer(mutating: value.baseAddress)
                $0.u.mem.size = value.count
            },
            argument(RD_KAFKA_VTYPE_HEADERS) { $0.u.headers = headers },
            argument(RD_KAFKA_VTYPE_OPAQUE) { $0.u.ptr = UnsafeMutableRawPointer(bitPattern: ticket) },
        ]
        if let key {
            arguments.append(
                argument(RD_KAFKA_VTYPE_KEY) {
                    $0.u.mem.ptr = UnsafeMutableRawPointer(mutating: key.baseAddress)
                    $0.u.mem.size = key.count
                })
        }
        guard let error = rd_kafka_produceva(client, arguments, arguments.count) else { return nil }
        defer { rd_kafka_error_destroy(error) }
        return rd_kafka_error_code(error)
    }

    /// Waits for what is queued, then gives the rest up.
    func flush(milliseconds: Int32) {
        rd_kafka_flush(client, milliseconds)
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
    }

    static func outcome(_ error: rd_kafka_resp_err_t) -> PublishResult {
        switch error {
        case RD_KAFKA_RESP_ERR_NO_ERROR: .acknowledged
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_RECORD, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
            .refused(KafkaError(error).description)
        default: .unavailable(KafkaError(error).description)
        }
    }
}

import Database

enum M0302PassedDeputies {
    static let migration = Migration(
        "gateway-0302-passed-deputies",
        [
            // In which absences somebody stood in until an off-boarding, so that undoing it lets him again. version is the
            // absence's after it.
            """
            CREATE TABLE passed_deputies (
                reassignment_id \(.uuid) NOT NULL, absence_id \(.uuid) NOT NULL, deputy_id \(.uuid) NOT NULL,
                version \(.bigint) NOT NULL,
                PRIMARY KEY (reassignment_id, absence_id)
            ) \(.strict)
            """
        ])
}

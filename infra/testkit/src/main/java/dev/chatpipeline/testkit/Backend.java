package dev.chatpipeline.testkit;

/** Where tests find Kafka and PostgreSQL. */
interface Backend extends AutoCloseable {

    String bootstrapServers();

    /** Creates the database and returns its JDBC URL, user and password included. */
    String createDatabase(String name);

    @Override
    void close();
}

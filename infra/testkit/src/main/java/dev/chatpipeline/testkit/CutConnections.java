package dev.chatpipeline.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** PostgreSQL that goes away in mid-transaction: the server closes connections that were just handed out. */
public final class CutConnections {

    private CutConnections() {}

    /** Hands out the connections of another one; the server has ended the one with this number, from 1 on. */
    public static DataSource cut(DataSource real, int number) {
        AtomicInteger handedOut = new AtomicInteger();
        return (DataSource) Proxy.newProxyInstance(
                CutConnections.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof Connection connection && handedOut.incrementAndGet() == number) {
                            end(real, connection);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void end(DataSource real, Connection connection) throws SQLException {
        try (Statement own = connection.createStatement();
                ResultSet number = own.executeQuery("select pg_backend_pid()");
                Connection other = real.getConnection();
                Statement end = other.createStatement()) {
            number.next();
            end.execute("select pg_terminate_backend(" + number.getInt(1) + ", 5000)");
        }
    }
}

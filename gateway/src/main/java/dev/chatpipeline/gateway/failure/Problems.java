package dev.chatpipeline.gateway.failure;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.FailureCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Converts rejections to RFC 9457 problems with {@code code} and {@code retryable}. */
public final class Problems {

    private Problems() {}

    /** A problem for a controller to return. */
    public static ProblemDetail of(Rejection rejection) {
        FailureCode code = rejection.code();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(code), rejection.message());
        problem.setProperties(Map.of("code", code.wire(), "retryable", code.retryable()));
        return problem;
    }

    /** Writes a problem from code that runs before any controller. */
    public static void write(HttpServletResponse response, Rejection rejection) throws IOException {
        HttpStatus status = status(rejection.code());
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(ChatJson.mapper()
                        .writeValueAsBytes(Map.of(
                                "title", status.getReasonPhrase(),
                                "status", status.value(),
                                "detail", rejection.message(),
                                "code", rejection.code().wire(),
                                "retryable", rejection.code().retryable())));
    }

    private static HttpStatus status(FailureCode code) {
        return switch (code) {
            case SESSION_NOT_FOUND -> HttpStatus.NOT_FOUND;
            case MESSAGE_TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
            case HOST_NOT_ALLOWED -> HttpStatus.MISDIRECTED_REQUEST;
            case LOG_UNAVAILABLE, HISTORY_UNAVAILABLE, ISSUER_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            default ->
                switch (code.kind()) {
                    case BAD_REQUEST -> HttpStatus.BAD_REQUEST;
                    case UNAUTHORIZED -> HttpStatus.UNAUTHORIZED;
                    case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
                    case LLM_ERROR -> HttpStatus.BAD_GATEWAY;
                    case SERVER_ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
                };
        };
    }
}

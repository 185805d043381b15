package dev.chatpipeline.gateway.failure;

import dev.chatpipeline.contracts.FailureCode;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every failure of an HTTP call into a problem with a documented code. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> rejected(Rejection rejection) {
        return response(rejection);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(RuntimeException e) {
        // Jetty parses a query or a body when it is first asked for it.
        if (e instanceof HttpException unreadable && HttpStatus.isClientError(unreadable.getCode())) {
            return response(new Rejection(
                    FailureCode.INVALID_PAYLOAD, "The request cannot be read: " + unreadable.getReason() + "."));
        }
        log.error("An HTTP request failed", e);
        return response(new Rejection(FailureCode.INTERNAL, "The request failed inside the gateway."));
    }

    /** Adds the code to what Spring itself rejects: wrong types, methods and paths, and unreadable bodies. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ResponseEntity<Object> response = super.handleExceptionInternal(e, body, headers, status, request);
        if (response != null && response.getBody() instanceof ProblemDetail problem) {
            FailureCode code = status.is5xxServerError() ? FailureCode.INTERNAL : FailureCode.INVALID_PAYLOAD;
            problem.setProperty("code", code.wire());
            problem.setProperty("retryable", code.retryable());
        }
        return response;
    }

    private static ResponseEntity<ProblemDetail> response(Rejection rejection) {
        ProblemDetail problem = Problems.of(rejection);
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}

package dev.chatpipeline.projector.store;

import java.util.Collection;
import java.util.List;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.Repository;

/** {@code projection_position}. */
interface StoredPositions extends Repository<StoredPosition, Integer> {

    List<StoredPosition> findByLogPartitionIn(Collection<Integer> partitions);

    /** Locks them. Ordered, so that two sinks which lock several never wait for each other. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    List<StoredPosition> findByLogPartitionInOrderByLogPartition(Collection<Integer> partitions);
}

package dev.chatpipeline.projector.store;

import java.util.Collection;
import java.util.List;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.Repository;

/** {@code projection_position}, to be read under a lock. */
interface StoredPositions extends Repository<StoredPosition, Integer> {

    /** Ordered, so that two sinks which lock several never wait for each other. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    List<StoredPosition> findByLogPartitionInOrderByLogPartition(Collection<Integer> partitions);
}

package dev.chatpipeline.projector.store;

import java.util.Collection;
import java.util.List;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.Repository;

/** The table {@code projection_position}. */
interface StoredPositions extends Repository<StoredPosition, Integer> {

    List<StoredPosition> findByLogPartitionIn(Collection<Integer> partitions);

    /** Locks the rows, in a fixed order so that two sinks cannot deadlock. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    List<StoredPosition> findByLogPartitionInOrderByLogPartition(Collection<Integer> partitions);
}

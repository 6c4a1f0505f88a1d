namespace Shield.Service.Sources;

/// <summary>A place that findings are fetched from: a folder, a queue, an export. (Whoever posts to the webhook comes by itself.)</summary>
internal interface ISource : IDisposable
{
    SourceState State { get; }

    /// <summary>
    /// Takes what is there now, and marks it as taken once it is recorded. What it cannot take it leaves where it is. Whatever it throws is
    /// named, and it is called again after a while.
    /// </summary>
    /// <returns>How long it may rest.</returns>
    Task<TimeSpan> TakeAsync(CancellationToken cancellationToken);
}

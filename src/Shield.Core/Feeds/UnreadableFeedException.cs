namespace Shield.Core.Feeds;

/// <summary>
/// A list that cannot be read as a whole: a page of HTML, an empty file, broken JSON. It must never look like a list that names nobody.
/// </summary>
public sealed class UnreadableFeedException : Exception
{
    internal UnreadableFeedException(string source, string what, string toDo)
        : base($"{source}: {what}. {toDo}") => (What, ToDo) = (what, toDo);

    internal UnreadableFeedException(string source, string what, string toDo, Exception cause)
        : base($"{source}: {what}. {toDo}", cause) => (What, ToDo) = (what, toDo);

    /// <summary>What was found, and where in the list; without an end.</summary>
    public string What { get; }

    /// <summary>A sentence.</summary>
    public string ToDo { get; }
}

namespace Shield.Lambda.Runtime;

internal static class InvocationTime
{
    /// <summary>The answer itself needs a moment, and an answer that comes too late is none: all messages would come again.</summary>
    private static readonly TimeSpan ForTheAnswer = TimeSpan.FromSeconds(1);

    extension(Invocation invocation)
    {
        /// <summary>When the work must be over.</summary>
        public DateTimeOffset Until => invocation.Deadline - ForTheAnswer;

        /// <summary>How long the work may take from now on; never less than nothing.</summary>
        public TimeSpan LeftAt(DateTimeOffset now) => invocation.Until > now ? invocation.Until - now : TimeSpan.Zero;
    }
}

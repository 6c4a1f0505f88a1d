namespace Shield.PceSimulator.Http;

/// <summary>One path of the PCE's API, and what answers there.</summary>
internal sealed record PceRoute(string Method, string Template, Func<Pce, Call, Answer> Answer);

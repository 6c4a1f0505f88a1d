using System.Collections.Immutable;
using Shield.Operating.Explain;

namespace Shield.Cli.Demo;

/// <summary>What the demo has shown, before it is told as JSON or as text.</summary>
/// <param name="Explanations">Why each of the threats stands where it stands.</param>
/// <param name="Broken">What is not as promised, as sentences.</param>
public sealed record DemoResult(DemoAnswer Answer, ImmutableArray<Explained> Explanations, ImmutableArray<string> Broken);

module consumer {
  requires org.depinsdk.rewards;
}
